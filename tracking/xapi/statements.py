"""From what happened to an xAPI 2.0 statement, and from a statement to what the fold reads of it.

docs/xapi-profile.md describes the statements; a test holds it and these tables together.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from courses.models import CourseRelease
from tracking.models import Enrolment, Statement
from tracking.progress.events import Event, InvalidEvent, Verb
from tracking.xapi import actors, iris
from tracking.xapi.activities import activity_type, disclosure_of
from tracking.xapi.outline import Outline
from tracking.xapi.verbs import VERB_OF_IRI, VERBS

VERSION = "2.0.0"
PLATFORM = "Hyldefri"
LANGUAGE = "da"

#: Context extensions, by the name of the draft's attribute: the last part of their address.
EXTENSIONS: Mapping[str, str] = {
    "release": "version",
    "pass_mark": "bestaagraense",
    "criterion": "kriterium",
}
#: The extension that says that a result is the client's word; the fold does not read it.
REPORTED = "indberettet-af-klienten"


class InvalidDraft(ValueError):
    """What is to be recorded cannot be: nothing of the batch is stored."""


@dataclass(frozen=True)
class Draft:
    """Something a learner did, about to be a statement.

    ``node`` is a page's or block's id in the release, for a part of an H5P content followed by
    ``?subContentId=<uuid>``. ``parent`` is what it belongs to: the lesson of a question, the content of a chapter.
    ``timestamp`` is when it happened, now if None. ``score`` is xAPI's scaled score, -1 to 1. ``statement_id`` makes
    sending again harmless: derive it from what it is about, or take a browser's through :func:`client_id`.
    ``reported`` says that the result is what the learner's browser says, not what the server has reckoned.
    ``release`` (or its number), ``pass_mark`` (per cent) and ``criterion`` are what applied; the enrolment's
    release if None.
    """

    verb: Verb
    node: str
    timestamp: datetime | None = None
    parent: str | None = None
    score: float | None = None
    success: bool | None = None
    statement_id: uuid.UUID | None = None
    release: CourseRelease | int | None = None
    pass_mark: int | None = None
    criterion: Mapping[str, Any] | None = field(default=None, hash=False)
    reported: bool = False


def client_id(text: str) -> uuid.UUID:
    """A statement id that a browser has made. Only random ones: ids of other versions are the server's own.

    Raises ``InvalidDraft``.
    """
    try:
        given = uuid.UUID(text)
    except ValueError as error:
        raise InvalidDraft(f"{text} is no UUID") from error
    if given.version != 4:
        raise InvalidDraft(f"{text} is no random UUID")
    return given


def completion_id(enrolment_id: uuid.UUID) -> uuid.UUID:
    """The id of the statement that an enrolment's course is completed: derived, so that it is made once."""
    return uuid.uuid5(enrolment_id, "completed")


def build(draft: Draft, enrolment: Enrolment, outline: Outline, *, timestamp: datetime, stored: datetime) -> Statement:
    """The unsaved row of a draft, ``raw`` a whole xAPI 2.0 statement. Raises ``InvalidDraft``."""
    statement_id = draft.statement_id or uuid.uuid4()
    if draft.verb not in VERBS:
        raise InvalidDraft(f"unknown verb {draft.verb}")
    for node in filter(None, [draft.node, draft.parent]):
        if node not in outline:
            raise InvalidDraft(f"{node} is not in version {outline.number} of the course")
    verb, success = VERBS[draft.verb], draft.success
    raw: dict[str, Any] = {
        "id": str(statement_id),
        "version": VERSION,
        "timestamp": timestamp.isoformat(),
        "stored": stored.isoformat(),
        "authority": actors.authority(),
        "actor": actors.learner(enrolment),
        "verb": {"id": verb.iri, "display": dict(verb.display)},
        "object": _object(draft.node, outline),
        "context": _context(draft, enrolment, outline),
    }
    result = {
        "score": None if draft.score is None else {"scaled": draft.score},
        "success": verb.success if success is None else success,
        "completion": verb.completion,
    }
    if result := {key: value for key, value in result.items() if value is not None}:
        raw["result"] = result
    statement = Statement(
        municipality_id=enrolment.municipality_id,
        statement_id=statement_id,
        enrolment=enrolment,
        verb=verb.iri,
        object_id=raw["object"]["id"],
        timestamp=timestamp,
        stored=stored,
        disclosure=disclosure_of(
            draft.verb, outline.facts(draft.node).type, scored=draft.score is not None or success is not None
        ),
        raw=raw,
    )
    try:
        event_of(raw)
    except InvalidEvent as error:
        raise InvalidDraft(str(error)) from error
    return statement


def event_of(raw: Mapping[str, Any]) -> Event:
    """What the fold reads of one of our statements. Raises ``InvalidEvent``."""
    verb, node = VERB_OF_IRI.get(raw["verb"]["id"]), iris.node_of(raw["object"]["id"])
    if verb is None or node is None:
        raise InvalidEvent(f"{raw['id']} is no statement of ours")
    result, context = raw.get("result", {}), raw.get("context", {})
    parents = context.get("contextActivities", {}).get("parent", [])
    said = {iris.extension_name(iri): value for iri, value in context.get("extensions", {}).items()}
    return Event(
        id=raw["id"],
        verb=verb,
        node=node,
        timestamp=raw["timestamp"],
        parent=iris.node_of(parents[0]["id"]) if parents else None,
        score=result.get("score", {}).get("scaled"),
        success=result.get("success"),
        **{attribute: said.get(name) for attribute, name in EXTENSIONS.items()},
    )


def _object(node: str, outline: Outline) -> dict[str, Any]:
    facts = outline.facts(node)
    definition: dict[str, Any] = {"type": activity_type(facts.type)}
    if facts.name:
        definition["name"] = {LANGUAGE: facts.name}
    return {"objectType": "Activity", "id": iris.activity(outline.course, node), "definition": definition}


def _context(draft: Draft, enrolment: Enrolment, outline: Outline) -> dict[str, Any]:
    surrounding = [outline.course, outline.facts(draft.node).module, _module_of(draft.parent, outline)]
    grouping = [node for node in dict.fromkeys(surrounding) if node and node != draft.node]
    activities: dict[str, Any] = {}
    if draft.parent:
        activities["parent"] = [_object(draft.parent, outline)]
    if grouping:
        activities["grouping"] = [_object(node, outline) for node in grouping]
    applied = {"release": outline.number, "pass_mark": draft.pass_mark, "criterion": draft.criterion}
    return {
        "registration": str(enrolment.pk),
        "platform": PLATFORM,
        "language": LANGUAGE,
        "contextActivities": activities,
        "extensions": {
            iris.extension(name): applied[attribute]
            for attribute, name in EXTENSIONS.items()
            if applied[attribute] is not None
        }
        | ({iris.extension(REPORTED): True} if draft.reported else {}),
    }


def _module_of(node: str | None, outline: Outline) -> str | None:
    return outline.facts(node).module if node else None
