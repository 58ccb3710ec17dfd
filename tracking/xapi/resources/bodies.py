"""The statements of a request, and the data of their attachments (1.0.3 Communication 1.5; 2.0, 4.1.5)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.xapi.resources.call import Call
from tracking.xapi.resources.multipart import Part, media_type, parse
from tracking.xapi.resources.signatures import check_signatures
from tracking.xapi.spec import reading
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.validation import check_batch
from tracking.xapi.store.attachments import declared_in

_JSON, _MIXED = "application/json", "multipart/mixed"
_HASH, _ENCODING = "x-experience-api-hash", "content-transfer-encoding"
_ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


@dataclass(frozen=True)
class Sent:
    """Checked statements; ``data`` is by hash in small letters; ``listed`` if they came as an array."""

    statements: Sequence[dict[str, Any]]
    data: Mapping[str, bytes]
    listed: bool


def statements_of(call: Call) -> Sent:
    """Raises ``Invalid``."""
    kind = media_type(call.content_type)[0]
    if kind == _JSON:
        body, parts = call.body, []
    elif kind == _MIXED:
        first, *parts = parse(call.content_type, call.body)
        if media_type(first.headers.get("content-type", ""))[0] != _JSON:
            raise Invalid("", f"must have the statements as its first part, with the Content-Type {_JSON}")
        body = first.body
    else:
        raise Invalid("", f"must have the Content-Type {_JSON} or {_MIXED}")
    value = reading.parse(body)
    statements = check_batch(value, call.rules)
    listed = isinstance(value, list)
    data = {sha2: part.body for sha2, part in _hashed(parts).items()}
    _match(statements, _hashed(parts), listed=listed)
    for place, statement in enumerate(statements):
        try:
            check_signatures(statement, data, call.rules)
        except Invalid as error:
            raise error.within(place) if listed else error from None
    return Sent(statements, data, listed)


def _hashed(parts: Sequence[Part]) -> dict[str, Part]:
    """The parts by the hash they state, which is theirs."""
    found = {}
    for place, part in enumerate(parts, start=2):
        stated = part.headers.get(_HASH, "").lower()
        if not stated:
            raise Invalid("", f"has no X-Experience-API-Hash in part {place}")
        if part.headers.get(_ENCODING, "").lower() != "binary":
            raise Invalid("", f"has no Content-Transfer-Encoding of binary in part {place}")
        algorithm = _ALGORITHMS.get(len(stated))
        if algorithm is None or hashlib.new(algorithm, part.body).hexdigest() != stated:
            raise Invalid("", f"has an X-Experience-API-Hash in part {place} that is not the SHA-2 of its data")
        found[stated] = part
    return found


def _match(statements: Sequence[dict[str, Any]], parts: Mapping[str, Part], *, listed: bool) -> None:
    """Each attachment has its data, or says where it is; each part is some attachment's."""
    used = set()
    for place, statement in enumerate(statements):
        path = f"[{place}]" if listed else ""
        for attachment in declared_in(statement):
            sha2 = attachment["sha2"].lower()
            if sha2 in parts:
                _check_type(attachment, parts[sha2], path)
                used.add(sha2)
            elif "fileUrl" not in attachment:
                raise Invalid(path, f"has an attachment with neither a fileUrl nor data in the request: {sha2}")
    if unused := parts.keys() - used:
        raise Invalid("", f"has a part that belongs to no attachment: {min(unused)}")


def _check_type(attachment: Mapping[str, Any], part: Part, path: str) -> None:
    """What is said twice is said alike; the parameters may be left out, as in the specification's own example."""
    given = part.headers.get("content-type")
    if given and media_type(given)[0] != media_type(attachment["contentType"])[0]:
        raise Invalid(path, f"has an attachment whose data is sent as another type: {attachment['sha2']}")
