"""What the three document resources share: one document, or the names of many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.http import http_date

from tracking.xapi.documents import storing
from tracking.xapi.documents.places import Context
from tracking.xapi.documents.storing import Content, Where
from tracking.xapi.resources import limits, parameters
from tracking.xapi.resources.call import Call, Refused
from tracking.xapi.resources.preconditions import precondition
from tracking.xapi.resources.responses import json_response
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.validation.values import check_media_type

_UNKNOWN_TYPE = "application/octet-stream"
_LONGEST_TYPE = 255


@dataclass(frozen=True)
class Names:
    """The parameters of a resource: what names one document, and what its context."""

    document: str
    required: Collection[str]
    optional: Collection[str] = ()

    def one(self, call: Call) -> bool:
        """Whether one document is meant. Raises ``Invalid`` for parameters that do not fit."""
        if self.document in call.params:
            parameters.check_names(call, (*self.required, self.document), self.optional)
            return True
        return False

    def check_one(self, call: Call) -> None:
        parameters.check_names(call, (*self.required, self.document), self.optional)

    def check_many(self, call: Call, *more: str) -> None:
        parameters.check_names(call, self.required, (*self.optional, *more))


def where(call: Call, context: Context, names: Names) -> Where:
    return Where(call.access.municipality, context, parameters.name(call, names.document))


def get_one(place: Where) -> HttpResponse:
    document = place.find()
    if document is None:
        raise Refused(404, "There is no such document.")
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    response.headers["ETag"] = f'"{document.etag}"'
    response.headers["Last-Modified"] = http_date(document.updated_at.timestamp())
    return response


def get_ids(call: Call, context: Context) -> HttpResponse:
    ids, changed = storing.ids(call.access.municipality, context, parameters.since(call))
    return ids_response(ids, changed)


def ids_response(ids: list[str], changed: datetime | None) -> HttpResponse:
    response = json_response(ids)
    response.headers["ETag"] = f'"{storing.etag_of(response.content)}"'
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response


def put(call: Call, place: Where, *, guarded: bool) -> HttpResponse:
    storing.put(place, _content(call), precondition(call, guarded=guarded))
    return HttpResponse(status=204)


def post(call: Call, place: Where) -> HttpResponse:
    storing.post(place, _content(call), precondition(call), _check_size)
    return HttpResponse(status=204)


def delete(call: Call, place: Where) -> HttpResponse:
    storing.delete(place, precondition(call))
    return HttpResponse(status=204)


def _content(call: Call) -> Content:
    kind = call.content_type.strip() or _UNKNOWN_TYPE
    if len(kind) > _LONGEST_TYPE or not kind.isascii():
        raise Invalid("Content-Type", "must be an Internet media type of at most 255 characters")
    try:
        check_media_type(kind, call.rules)
    except Invalid as error:
        error.within("Content-Type")
        raise
    _check_size(call.body)
    return Content(call.body, kind)


def _check_size(body: bytes) -> None:
    largest = limits.largest_document()
    if len(body) > largest:
        raise Refused(413, f"A document may be {largest} bytes; this one is {len(body)}.")
