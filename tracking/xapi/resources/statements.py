"""The Statement Resource (1.0.3 Communication 2.1; 2.0, 4.1.6.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from tracking.xapi.resources import bodies, paging, parameters
from tracking.xapi.resources.call import Access, Call, Refused, Scope
from tracking.xapi.resources.multipart import Part, compose
from tracking.xapi.spec.canonical import as_canonical, as_ids
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.languages import preferences
from tracking.xapi.spec.timestamps import instant_text
from tracking.xapi.store import attachments, definitions, writing
from tracking.xapi.store.clock import consistent_through
from tracking.xapi.store.finding import Reader, find
from tracking.xapi.store.keys import agent_key
from tracking.xapi.store.reading import Stored, by_id, by_keys

#: Statements of a page, and octets of statements and of attachments' data beyond which it ends.
MOST, LARGEST = 200, 20_000_000
CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"
#: How old the promise in the answer to what is stored may be; it is made anew for what is read.
_RECENT = timedelta(seconds=1)


def get(call: Call) -> HttpResponse:
    """One statement, or a page of those that meet the filters."""
    reader = _reader(call.access)
    through = consistent_through()  # before anything is read: what is read next has all of it
    after = None
    if paging.PARAMETER in call.params:
        page = paging.page_of(call)
        call, after = replace(call, params=page.params), page.after
    asked = parameters.read(call, after)
    response = _one(call, reader, asked) if isinstance(asked, parameters.One) else _many(call, reader, asked)
    response[CONSISTENT_THROUGH] = instant_text(through)
    return response


def put(call: Call) -> HttpResponse:
    """Store one statement under the id of the parameter."""
    _may_write(call.access)
    statement_id = parameters.statement_id(call)
    sent = bodies.statements_of(call)
    if sent.listed:
        raise Invalid("", "must be a single statement")
    (statement,) = sent.statements
    if statement.get("id", statement_id).lower() != statement_id.lower():
        raise Invalid("id", "must be the statementId of the request")
    _store(call, replace(sent, statements=[statement | {"id": statement.get("id", statement_id)}]))
    return _with_promise(HttpResponse(status=204))


def post(call: Call) -> HttpResponse:
    """Store one statement, or all of an array; their ids."""
    _may_write(call.access)
    parameters.no_others(call)
    return _with_promise(JsonResponse(_store(call, bodies.statements_of(call)), safe=False))


# --- storing ----------------------------------------------------------------------------------------------------------


def _may_write(access: Access) -> None:
    if not access.may(Scope.WRITE):
        raise Refused(403, "This credential may not store statements.")


def _store(call: Call, sent: bodies.Sent) -> list[str]:
    municipality = call.access.municipality.pk
    try:
        with transaction.atomic() if sent.data else nullcontext():
            ids, new = writing.write(
                sent.statements, municipality=municipality, authority=call.access.authority, rules=call.rules
            )
            if sent.data:
                hashes = {one["sha2"].lower() for row in new for one in attachments.declared_in(row.raw)}
                attachments.keep(municipality, {sha2: sent.data[sha2] for sha2 in hashes & sent.data.keys()})
    except writing.Conflict as error:
        raise Refused(409, str(error)) from error
    except writing.NotTheirs as error:
        raise Refused(403, str(error)) from error
    if call.access.may(Scope.DEFINE):
        definitions.learn(municipality, [row.raw for row in new])
    return ids


def _with_promise(response: HttpResponse) -> HttpResponse:
    response[CONSISTENT_THROUGH] = instant_text(consistent_through(within=_RECENT))
    return response


# --- giving -----------------------------------------------------------------------------------------------------------


def _reader(access: Access) -> Reader:
    if access.may(Scope.READ, Scope.ALL_READ):
        return Reader(access.municipality.pk)
    mine = agent_key(access.municipality.pk, access.authority)
    if access.may(Scope.READ_MINE) and mine:
        return Reader(access.municipality.pk, mine)
    raise Refused(403, "This credential may not read statements.")


def _one(call: Call, reader: Reader, asked: parameters.One) -> HttpResponse:
    found = by_id(reader, asked.statement_id, voided=asked.voided)
    if found is None:
        voided = "voided " if asked.voided else ""
        raise Refused(404, f"There is no {voided}statement with the id {asked.statement_id}.")
    (statement,) = _formed(call, [found], asked.form.format)
    return _answer(call, [found], statement, asked.form)


def _many(call: Call, reader: Reader, asked: parameters.Many) -> HttpResponse:
    most = min(asked.limit or MOST, MOST)
    keys = find(reader, asked.filters, most + 1)
    page = by_keys(reader, keys[:most])
    more = ""
    if len(keys) > most and page:
        more = paging.link(call, call.params, (page[-1].stored, page[-1].pk))
    result = {"statements": _formed(call, page, asked.form.format), "more": more}
    return _answer(call, page, result, asked.form)


def _formed(call: Call, found: Sequence[Stored], form: str) -> list[dict[str, Any]]:
    statements = [one.statement for one in found]
    if form == "ids":
        return [as_ids(statement) for statement in statements]
    if form == "canonical":
        wanted = preferences(call.headers.get("accept-language", ""))
        activities = {iri for statement in statements for iri in definitions.activity_ids(statement)}
        known = definitions.definitions_of(call.access.municipality.pk, activities)
        return [as_canonical(statement, wanted, known) for statement in statements]
    return statements


def _answer(call: Call, found: Sequence[Stored], value: Any, form: parameters.Form) -> HttpResponse:
    body = json.dumps(value, ensure_ascii=False).encode()
    if form.attachments:
        json_part = Part({"Content-Type": "application/json"}, body)
        content_type, body = compose([json_part, *_parts(call.access.municipality.pk, found)])
    else:
        content_type = "application/json"
    response = HttpResponse(body, content_type=content_type)
    if found:
        response["Last-Modified"] = http_date(max(one.stored for one in found).timestamp())
    return response


def _parts(municipality: int, found: Sequence[Stored]) -> list[Part]:
    declared: dict[str, Mapping[str, Any]] = {}
    for one in found:
        for attachment in attachments.declared_in(one.statement):
            declared.setdefault(attachment["sha2"].lower(), attachment)
    return [
        Part(
            {
                "Content-Type": declared[sha2]["contentType"],
                "Content-Transfer-Encoding": "binary",
                "X-Experience-API-Hash": declared[sha2]["sha2"],
            },
            attachments.content(municipality, sha2),
        )
        for sha2 in attachments.sizes(municipality, declared)
    ]
