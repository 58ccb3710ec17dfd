"""What of a statement becomes columns: all that a filter of the Statement Resource asks for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracking.xapi.spec.validation import VOIDED
from tracking.xapi.store.keys import activity_key, agent_key, verb_key

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """The columns of ``Statement`` that are read from the statement, and its mentions: whether each is only related."""

    verb: str
    object_id: str
    actor_key: uuid.UUID | None
    verb_key: uuid.UUID
    object_key: uuid.UUID | None
    authority_key: uuid.UUID | None
    registration: uuid.UUID | None
    refers_to: uuid.UUID | None
    voids: uuid.UUID | None
    mentions: Mapping[uuid.UUID, bool]


COLUMNS = ("actor_key", "verb_key", "object_key", "authority_key", "registration", "refers_to", "voids")


def found_in(statement: Json, municipality: int) -> Found:
    """Of a statement that has been checked."""
    verb, target = statement["verb"]["id"], statement["object"]
    kind = target.get("objectType", "Activity")
    refers_to = uuid.UUID(target["id"]) if kind == "StatementRef" else None
    registration = statement.get("context", {}).get("registration")
    return Found(
        verb=verb,
        object_id=target["id"] if kind in ("Activity", "StatementRef") else "",
        actor_key=agent_key(municipality, statement["actor"]),
        verb_key=verb_key(municipality, verb),
        object_key=activity_key(municipality, target["id"]) if kind == "Activity" else None,
        authority_key=agent_key(municipality, statement.get("authority", {})),
        registration=uuid.UUID(registration) if registration else None,
        refers_to=refers_to,
        voids=refers_to if verb == VOIDED else None,
        mentions=_mentions(statement, municipality, kind),
    )


def _mentions(statement: Json, municipality: int, kind: str) -> dict[uuid.UUID, bool]:
    found: dict[uuid.UUID, bool] = {}
    for agent in _agents_of(statement.get("authority", {}), members_only=True):
        _add(found, agent_key(municipality, agent), related=True)
    for agent in _related_agents(statement, kind):
        _add(found, agent_key(municipality, agent), related=True)
    for iri in _related_activities(statement, kind):
        _add(found, activity_key(municipality, iri), related=True)
    narrow = [*_agents_of(statement["actor"], members_only=True)]
    if kind in ("Agent", "Group"):
        narrow += _agents_of(statement["object"])
    for agent in narrow:
        _add(found, agent_key(municipality, agent), related=False)
    return found


def _add(found: dict[uuid.UUID, bool], key: uuid.UUID | None, *, related: bool) -> None:
    if key is not None:
        found[key] = related


def _agents_of(actor: Json, *, members_only: bool = False) -> Iterator[Json]:
    """A group is found by its members too (1.0.3 Communication 2.1.3, the filter ``agent``)."""
    if not members_only:
        yield actor
    yield from actor.get("member", ())


def _related_agents(statement: Json, kind: str) -> Iterator[Json]:
    context = statement.get("context", {})
    actors = [context[name] for name in ("instructor", "team") if name in context]
    actors += [entry["agent"] for entry in context.get("contextAgents", ())]
    actors += [entry["group"] for entry in context.get("contextGroups", ())]
    for actor in actors:
        yield from _agents_of(actor)
    if kind == "SubStatement":
        sub = statement["object"]
        yield from _agents_of(sub["actor"])
        inner = sub["object"].get("objectType", "Activity")
        if inner in ("Agent", "Group"):
            yield from _agents_of(sub["object"])
        yield from _related_agents(sub, inner)


def _related_activities(statement: Json, kind: str) -> Iterator[str]:
    for given in statement.get("context", {}).get("contextActivities", {}).values():
        for activity in given if isinstance(given, list) else [given]:
            yield activity["id"]
    if kind == "SubStatement":
        sub = statement["object"]
        inner = sub["object"].get("objectType", "Activity")
        if inner == "Activity":
            yield sub["object"]["id"]
        yield from _related_activities(sub, inner)
