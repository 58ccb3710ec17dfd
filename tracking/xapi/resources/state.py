"""The State resource (1.0.3 Communication 2.3; 2.0, 4.1.6.2)."""

from __future__ import annotations

from django.http import HttpResponse

from tracking.models import Document
from tracking.xapi.documents import storing
from tracking.xapi.documents.places import Context
from tracking.xapi.documents.storing import Where
from tracking.xapi.resources import documents, parameters
from tracking.xapi.resources.call import Call
from tracking.xapi.resources.documents import Names

_NAMES = Names("stateId", ("activityId", "agent"), ("registration",))


def get(call: Call) -> HttpResponse:
    if _NAMES.one(call):
        return documents.get_one(_where(call))
    _NAMES.check_many(call, "since")
    return documents.get_ids(call, _context(call))


def put(call: Call) -> HttpResponse:
    _NAMES.check_one(call)
    return documents.put(call, _where(call), guarded=call.rules.guarded_states)


def post(call: Call) -> HttpResponse:
    _NAMES.check_one(call)
    return documents.post(call, _where(call))


def delete(call: Call) -> HttpResponse:
    """One, or all of the context; nobody has seen an ETag of all, so none is asked for."""
    if _NAMES.one(call):
        return documents.delete(call, _where(call))
    _NAMES.check_many(call)
    storing.delete_all(call.access.municipality, _context(call))
    return HttpResponse(status=204)


def _context(call: Call) -> Context:
    return Context(
        Document.Kind.STATE,
        activity=parameters.activity_id(call),
        agent=parameters.agent_identifier(call),
        registration=parameters.registration(call),
    )


def _where(call: Call) -> Where:
    return documents.where(call, _context(call), _NAMES)
