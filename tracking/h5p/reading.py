"""What a page's player posts, read as strictly as anything a stranger sends: a package's code has written it.

Pure: raises :class:`Unreadable`, or gives what can be stored.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.reading import parse

#: Bytes of a post; characters of one state; characters of all of an attempt's; how many there may be.
LARGEST_POST = 2_000_000
LARGEST_STATE = 512_000
LARGEST_ALL = 1_000_000
MOST_STATES = 100
MOST_STATEMENTS = 200
LONGEST_NAME = 100

VERBS = "http://adlnet.gov/expapi/verbs/"
#: Verbs by which a content says that it has come to its end, with a score or without.
ENDS = frozenset({"answered", "completed", "passed", "failed", "mastered", "consumed"})
#: How H5P's own libraries say »consumed«, when they have shown all there is.
CONSUMED = "http://activitystrea.ms/schema/1.0/consume"


class Unreadable(ValueError):
    """Nothing of the post is stored; the text says why, for whoever makes packages."""


@dataclass(frozen=True)
class StateChange:
    """``data`` None takes it away."""

    sub_content: str
    data_type: str
    data: str | None


@dataclass(frozen=True)
class Result:
    """What the content says of itself, or of a part of it (``sub_content``). ``score`` is scaled, 0 to 1."""

    key: str
    verb: str
    sub_content: str | None
    score: float | None
    success: bool | None


def states(body: bytes) -> tuple[str, int, list[StateChange]]:
    """(session, sequence, changes)."""
    post = _post(body)
    sequence = post.get("sequence")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or not 0 <= sequence < 2**31:
        raise Unreadable("sequence is no number")
    items = _list(post, "state", MOST_STATES)
    return _name(post.get("session"), "session"), sequence, [_change(item) for item in items]


def merged(state: Mapping[str, Mapping[str, str]], changes: list[StateChange]) -> dict[str, dict[str, str]]:
    """The state with the changes made."""
    after = {sub: dict(kinds) for sub, kinds in state.items()}
    for change in changes:
        kinds = after.setdefault(change.sub_content, {})
        if change.data is None:
            kinds.pop(change.data_type, None)
        else:
            kinds[change.data_type] = change.data
    after = {sub: kinds for sub, kinds in after.items() if kinds}
    texts = [text for kinds in after.values() for text in kinds.values()]
    if len(texts) > MOST_STATES or sum(map(len, texts)) > LARGEST_ALL:
        raise Unreadable("there is too much state")
    return after


def results(body: bytes, *, iri: str) -> list[Result]:
    """The statements that end something; others, such as every click, are passed over.

    ``iri`` is the activity's: only a statement whose object is exactly that is about the whole content.
    """
    post = _post(body)
    session = _name(post.get("session"), "session")
    found = [_result(session, item, iri) for item in _list(post, "statements", MOST_STATEMENTS)]
    return [result for result in found if result is not None]


def _result(session: str, item: Any, iri: str) -> Result | None:
    statement = item.get("statement") if isinstance(item, dict) else None
    if not isinstance(statement, dict):
        raise Unreadable("a statement is no object")
    key = f"{session}/{_name(item.get('key'), 'key')}"
    verb = _inside(statement, "verb", "id")
    if verb == CONSUMED:
        verb = VERBS + "consumed"
    if not isinstance(verb, str) or not verb.startswith(VERBS) or verb.removeprefix(VERBS) not in ENDS:
        return None
    sub_content = _part(_inside(statement, "object", "id"), iri)
    success = _inside(statement, "result", "success")
    return Result(
        key=key,
        verb=verb.removeprefix(VERBS),
        sub_content=sub_content,
        score=_score(_inside(statement, "result", "score")),
        success=success if isinstance(success, bool) else None,
    )


def _part(object_id: Any, iri: str) -> str | None:
    """None for the whole content, else the id of the part."""
    if not isinstance(object_id, str):
        raise Unreadable("the object has no id")
    base, _mark, query = object_id.partition("?")
    if base != iri:
        raise Unreadable("the statement is about another activity")
    if not query:
        return None
    given = parse_qs(query).get("subContentId", [""])
    try:
        return str(uuid.UUID(given[0]))
    except ValueError as error:
        raise Unreadable("the part's id is no UUID") from error


def _score(score: Any) -> float | None:
    """Scaled, 0 to 1. H5P reckons ``scaled`` from raw and max; where they disagree, those two are what was meant."""
    if not isinstance(score, dict):
        return None
    raw, most, scaled = (_number(score.get(name)) for name in ("raw", "max", "scaled"))
    if raw is not None and most is not None and most > 0:
        scaled = raw / most
    return None if scaled is None else min(max(scaled, 0.0), 1.0)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _change(item: Any) -> StateChange:
    if not isinstance(item, dict):
        raise Unreadable("a state is no object")
    data = item.get("data")
    if data is not None and (not isinstance(data, str) or len(data) > LARGEST_STATE):
        raise Unreadable("a state is no text, or too long")
    return StateChange(_name(item.get("subContentId"), "subContentId"), _name(item.get("dataType"), "dataType"), data)


def _post(body: bytes) -> dict[str, Any]:
    try:
        post = parse(body, largest=LARGEST_POST)
    except Invalid as error:
        raise Unreadable(f"the post: {error}") from error
    if not isinstance(post, dict):
        raise Unreadable("the post is no object")
    return post


def _list(post: dict[str, Any], name: str, most: int) -> list[Any]:
    items = post.get(name)
    if not isinstance(items, list) or len(items) > most:
        raise Unreadable(f"{name} is no list, or too long")
    return items


def _name(value: Any, what: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME or not value.isprintable():
        raise Unreadable(f"{what} is no name")
    return value


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
