"""What a record store's answer to statements means for them. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

#: How much of what a store says about a refusal is kept.
_KEPT = 300


class Verdict(StrEnum):
    """``SINGLY``: some statement of several is the matter, so each is to be sent alone. ``FEWER``: too many at once."""

    STORED = "stored"
    REFUSED = "refused"
    SINGLY = "singly"
    FEWER = "fewer"
    TROUBLE = "trouble"


class Trouble(StrEnum):
    """Why nothing can be sent now, whatever the statement: it is tried again later."""

    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    SIGN_IN = "sign_in"
    FORBIDDEN = "forbidden"
    NOT_THERE = "not_there"
    REDIRECTED = "redirected"
    TOO_MANY = "too_many"
    BROKEN = "broken"
    NO_STORE = "no_store"
    REFUSES_ALL = "refuses_all"
    SECRET = "secret"  # noqa: S105 - its name


@dataclass(frozen=True)
class Outcome:
    """``said`` is what the store gave as the reason of a refusal, ``retry_after`` its header of that name."""

    verdict: Verdict
    trouble: Trouble | None = None
    status: int | None = None
    said: str = ""
    retry_after: str = ""


_TROUBLES = {
    401: Trouble.SIGN_IN,
    403: Trouble.FORBIDDEN,
    404: Trouble.NOT_THERE,
    405: Trouble.NOT_THERE,
    410: Trouble.NOT_THERE,
    407: Trouble.SIGN_IN,
    429: Trouble.TOO_MANY,
    408: Trouble.BROKEN,
}
_CONTENT = {400, 409, 422}
_ALREADY, _TOO_LARGE = 409, 413


def outcome_of(status: int, headers: Mapping[str, str], body: bytes, ids: Sequence[str]) -> Outcome:
    """Of the answer to a POST of the statements with these ids (1.0.3 Communication 2.1.2; 2.0, 4.1.6.1).

    Only what can be about a statement's content refuses it. A 404 or a redirect is about the address: were it taken for
    a refusal, a store that has moved would have everything passed over.
    """
    if _is_stored(status, headers, body, ids):
        return Outcome(Verdict.STORED, status=status)
    if status == _TOO_LARGE and len(ids) > 1:
        return Outcome(Verdict.FEWER, status=status)
    if status in _CONTENT and len(ids) > 1:
        return Outcome(Verdict.SINGLY, status=status)
    if status == _ALREADY:
        return Outcome(Verdict.STORED, status=status)
    if status in _CONTENT or status == _TOO_LARGE:
        return Outcome(Verdict.REFUSED, status=status, said=_text(body))
    return Outcome(Verdict.TROUBLE, _trouble(status), status, retry_after=headers.get("Retry-After", "")[:100])


def _is_stored(status: int, headers: Mapping[str, str], body: bytes, ids: Sequence[str]) -> bool:
    """A sign-in page or a proxy's greeting is a 200 too, and stores nothing."""
    if status == 204:
        return bool(headers.get("X-Experience-API-Version"))
    if status != 200:
        return False
    with suppress(ValueError, RecursionError):
        answer = json.loads(body)
        if isinstance(answer, list):
            return set(ids) <= {one.lower() for one in answer if isinstance(one, str)}
    return False


def _trouble(status: int) -> Trouble:
    if found := _TROUBLES.get(status):
        return found
    if 300 <= status < 400:
        return Trouble.REDIRECTED
    return Trouble.BROKEN if status >= 500 else Trouble.NO_STORE


def _text(body: bytes) -> str:
    text = body[: 4 * _KEPT].decode("utf-8", "replace")
    return " ".join("".join(it if it.isprintable() else " " for it in text).split())[:_KEPT]
