"""The Statement Resource (1.0.3 Communication 2.1; 2.0, 4.1.6.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from tracking.xapi.resources import bodies, paging, queries
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
#: So many are read at once while a page is filled.
_AT_ONCE = 50
_JSON = "application/json"
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
    asked = queries.read(call, after)
    response = _one(call, reader, asked) if isinstance(asked, queries.One) else _many(call, reader, asked)
    response[CONSISTENT_THROUGH] = instant_text(through)
    return response


def put(call: Call) -> HttpResponse:
    """Store one statement under the id of the parameter."""
    _may_write(call.access)
    statement_id = queries.statement_id(call)
    sent = bodies.statements_of(call)
    if sent.listed:
        raise Invalid("", "must be a single statement")
    (statement,) = sent.statements
    if statement.get("id", statement_id).lower() != statement_id.lower():
        raise Invalid("id", "must be the statementId of the request")
    _store(call, replace(sent, statements=[statement | {"id": statement.get("id", statement_id)}]))
    return with_promise(HttpResponse(status=204))


def post(call: Call) -> HttpResponse:
    """Store one statement, or all of an array; their ids."""
    _may_write(call.access)
    queries.no_others(call)
    return with_promise(JsonResponse(_store(call, bodies.statements_of(call)), safe=False))


def with_promise(response: HttpResponse) -> HttpResponse:
    """Every answer says through when the store is consistent, also one that refuses (1.0.3 Communication 2.1.3)."""
    if CONSISTENT_THROUGH not in response:
        with suppress(DatabaseError):  # an answer that the store is busy needs no store
            response[CONSISTENT_THROUGH] = instant_text(consistent_through(within=_RECENT))
    return response


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


# --- giving -----------------------------------------------------------------------------------------------------------


def _reader(access: Access) -> Reader:
    if access.may(Scope.READ, Scope.ALL_READ):
        return Reader(access.municipality.pk)
    mine = agent_key(access.municipality.pk, access.authority)
    if access.may(Scope.READ_MINE) and mine:
        return Reader(access.municipality.pk, mine)
    raise Refused(403, "This credential may not read statements.")


def _one(call: Call, reader: Reader, asked: queries.One) -> HttpResponse:
    found = by_id(reader, asked.statement_id, voided=asked.voided)
    if found is None:
        voided = "voided " if asked.voided else ""
        raise Refused(404, f"There is no {voided}statement with the id {asked.statement_id}.")
    (statement,) = _formed(call, [found], asked.form.format)
    return _answer(call, [found], json.dumps(statement, ensure_ascii=False), asked.form)


def _many(call: Call, reader: Reader, asked: queries.Many) -> HttpResponse:
    most = min(asked.limit or MOST, MOST)
    keys = find(reader, asked.filters, most + 1)
    given: list[Stored] = []
    texts: list[str] = []
    for one, text in _until_large_enough(call, reader, keys[:most], asked.form):
        given.append(one)
        texts.append(text)
    more = ""
    if given and len(given) < len(keys):
        more = paging.link(call, call.params, (given[-1].stored, given[-1].pk))
    body = f'{{"statements": [{", ".join(texts)}], "more": {json.dumps(more)}}}'
    return _answer(call, given, body, asked.form)


def _until_large_enough(
    call: Call, reader: Reader, keys: Sequence[int], form: queries.Form
) -> Iterator[tuple[Stored, str]]:
    """Statements with their JSON, at least one: what is left when the page is large is the next one's."""
    size, counted = 0, set[str]()
    for start in range(0, len(keys), _AT_ONCE):
        found = by_keys(reader, keys[start : start + _AT_ONCE])
        sizes = _sizes(call, found) if form.attachments else {}
        for one, statement in zip(found, _formed(call, found, form.format), strict=True):
            text = json.dumps(statement, ensure_ascii=False)
            hashes = {sha2 for sha2 in _declared([one]) if sha2 in sizes} - counted
            size += len(text) + sum(sizes[sha2] for sha2 in hashes)
            if size > LARGEST and (start or one is not found[0]):
                return
            counted |= hashes
            yield one, text


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


def _answer(call: Call, found: Sequence[Stored], text: str, form: queries.Form) -> HttpResponse:
    body, content_type = text.encode(), _JSON
    if form.attachments:
        content_type, body = compose([Part({"Content-Type": _JSON}, body), *_parts(call, found)])
    response = HttpResponse(body, content_type=content_type)
    if found:
        response["Last-Modified"] = http_date(max(one.stored for one in found).timestamp())
    return response


def _parts(call: Call, found: Sequence[Stored]) -> list[Part]:
    """The data of attachments that is kept here, each once; the rest is at its ``fileUrl``."""
    declared = _declared(found)
    return [
        Part(
            {
                "Content-Type": declared[sha2]["contentType"],
                "Content-Transfer-Encoding": "binary",
                "X-Experience-API-Hash": declared[sha2]["sha2"],
            },
            attachments.content(call.access.municipality.pk, sha2),
        )
        for sha2 in _sizes(call, found)
    ]


def _sizes(call: Call, found: Sequence[Stored]) -> dict[str, int]:
    return attachments.sizes(call.access.municipality.pk, _declared(found))


def _declared(found: Sequence[Stored]) -> dict[str, Mapping[str, Any]]:
    declared: dict[str, Mapping[str, Any]] = {}
    for one in found:
        for attachment in attachments.declared_in(one.statement):
            declared.setdefault(attachment["sha2"].lower(), attachment)
    return declared
