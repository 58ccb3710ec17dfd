"""The Agent Profile and Activity Profile resources (1.0.3 Communication 2.6, 2.7; 2.0, 4.1.6.5, 4.1.6.6)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from tracking.models import Document
from tracking.xapi.documents.places import Context
from tracking.xapi.resources import documents, parameters
from tracking.xapi.resources.call import Call
from tracking.xapi.resources.documents import Names


class Profiles:
    """One of the two: they differ in what the profiles are of."""

    def __init__(self, parameter: str, context: Callable[[Call], Context]) -> None:
        self.names = Names("profileId", (parameter,))
        self.context = context

    def get(self, call: Call) -> HttpResponse:
        if self.names.one(call):
            return documents.get_one(documents.where(call, self.context(call), self.names))
        self.names.check_many(call, "since")
        return documents.get_ids(call, self.context(call))

    def put(self, call: Call) -> HttpResponse:
        self.names.check_one(call)
        return documents.put(call, documents.where(call, self.context(call), self.names), guarded=True)

    def post(self, call: Call) -> HttpResponse:
        self.names.check_one(call)
        return documents.post(call, documents.where(call, self.context(call), self.names))

    def delete(self, call: Call) -> HttpResponse:
        self.names.check_one(call)
        return documents.delete(call, documents.where(call, self.context(call), self.names))


def _of_agent(call: Call) -> Context:
    return Context(Document.Kind.AGENT_PROFILE, agent=parameters.agent_identifier(call))


def _of_activity(call: Call) -> Context:
    return Context(Document.Kind.ACTIVITY_PROFILE, activity=parameters.activity_id(call))


agents = Profiles("agent", _of_agent)
activities = Profiles("activityId", _of_activity)
