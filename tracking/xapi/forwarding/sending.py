"""Asking a municipality's record store."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from elearning.municipalities.outside.http import Answer, Limits, NoAnswer, Why, ask
from elearning.municipalities.outside.secrets import Safe, Unreadable
from tracking.models import Relay
from tracking.xapi.forwarding.answers import Outcome, Trouble, Verdict, outcome_of
from tracking.xapi.forwarding.reading import Outgoing
from tracking.xapi.spec.timestamps import instant_text

SAFE = Safe(b"tracking.xapi.forwarding")
#: A store may take its time over a hundred statements; a person who waits for a page has less of it.
PATIENT = Limits(connect=5, read=30, everything=60)
BRISK = Limits(connect=3, read=5, everything=8)

_TROUBLES = {
    Why.NOT_ALLOWED: Trouble.NOT_ALLOWED,
    Why.UNREACHABLE: Trouble.UNREACHABLE,
    Why.TOO_SLOW: Trouble.SLOW,
    Why.TOO_LONG: Trouble.NO_STORE,
}


@dataclass(frozen=True)
class Tried:
    """How a store answers. ``trouble`` None: it lets us in; ``reads`` False: to write, perhaps, but not to read."""

    trouble: Trouble | None = None
    status: int | None = None
    reads: bool = True
    speaks: tuple[str, ...] = ()


def post(relay: Relay, statements: Sequence[Outgoing]) -> Outcome:
    """Send them, one by itself and several as a list."""
    ids = [one.id for one in statements]
    bodies = [one.statement for one in statements]
    body = json.dumps(bodies if len(bodies) > 1 else bodies[0], ensure_ascii=False, separators=(",", ":")).encode()
    try:
        headers = _headers(relay) | {"Content-Type": "application/json"}
        answer = ask("POST", f"{relay.endpoint}statements", headers=headers, body=body, limits=PATIENT)
    except Unreadable:
        return Outcome(Verdict.TROUBLE, Trouble.SECRET)
    except NoAnswer as error:
        return Outcome(Verdict.TROUBLE, _TROUBLES[error.why])
    return outcome_of(answer.status, answer.headers, answer.body, ids)


def try_out(relay: Relay, now: datetime) -> Tried:
    """Ask what it is, and for statements since now: there are hardly any, and none of them is looked at."""
    try:
        about = ask("GET", f"{relay.endpoint}about", headers=_headers(relay), limits=BRISK)
        speaks = _versions(about)
        query = urlencode({"since": instant_text(now), "limit": 1})
        answer = ask("GET", f"{relay.endpoint}statements?{query}", headers=_headers(relay), limits=BRISK)
    except Unreadable:
        return Tried(Trouble.SECRET)
    except NoAnswer as error:
        return Tried(_TROUBLES[error.why])
    if answer.status == 200:
        return Tried(None if _is_result(answer) else Trouble.NO_STORE, 200, speaks=speaks)
    if answer.status == 403 and speaks:
        return Tried(None, 403, reads=False, speaks=speaks)
    outcome = outcome_of(answer.status, answer.headers, answer.body, [""])
    return Tried(outcome.trouble or Trouble.NO_STORE, answer.status, speaks=speaks)


def speaks_our_version(relay: Relay, speaks: Sequence[str]) -> bool:
    """By the first two numbers: 1.0 for 1.0.3. A store that does not say is given the benefit of the doubt."""
    ours = relay.version.rpartition(".")[0]
    return not speaks or any(one == ours or one.startswith(f"{ours}.") for one in speaks)


def _headers(relay: Relay) -> dict[str, str]:
    pair = f"{relay.user_name}:{SAFE.decrypt(relay.encrypted_secret)}".encode()
    return {
        "Authorization": f"Basic {base64.b64encode(pair).decode()}",
        "X-Experience-API-Version": relay.version,
        "Accept": "application/json",
        "User-Agent": "Hyldefri",
    }


def _versions(about: Answer) -> tuple[str, ...]:
    with suppress(ValueError, RecursionError):
        said = json.loads(about.body) if about.status == 200 else None
        if isinstance(said, dict) and isinstance(said.get("version"), list):
            return tuple(one[:20] for one in said["version"][:20] if isinstance(one, str))
    return ()


def _is_result(answer: Answer) -> bool:
    with suppress(ValueError, RecursionError):
        said = json.loads(answer.body)
        return isinstance(said, dict) and isinstance(said.get("statements"), list)
    return False
