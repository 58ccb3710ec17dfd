"""What is known of activities: the definitions that came in statements, added up (1.0.3 Data 2.4.4.1)."""

from __future__ import annotations

import logging
import marshal
import uuid
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from django.db import DatabaseError, transaction

from tracking.models import ActivityDefinition, Disclosure, Statement
from tracking.xapi.spec.validation.activities import COMPONENT_LISTS
from tracking.xapi.store.keys import activity_key

logger = logging.getLogger(__name__)

_INTERACTION = COMPONENT_LISTS | {"interactionType", "correctResponsesPattern"}
_MAPS = ("name", "description", "extensions")
#: Definitions this process has seen stored: most statements bring what the ones before them brought.
_seen: set[tuple[uuid.UUID, bytes]] = set()
_MOST_SEEN = 20_000
#: The version of marshal in which what is equal looks the same.
_WITHOUT_REFERENCES = 2


def learn(municipality: int, statements: Iterable[Mapping[str, Any]]) -> None:
    """Add what statements say of their activities. They are stored already: nothing here fails the request."""
    said: dict[uuid.UUID, dict[str, Any]] = {}
    names: dict[uuid.UUID, str] = {}
    marks = set()
    for statement in statements:
        for activity in _activities(statement):
            if definition := activity.get("definition"):
                key = activity_key(municipality, activity["id"])
                # Ten times as fast as JSON. That another order is another mark costs a query, no more.
                mark = (key, blake2b(marshal.dumps(definition, _WITHOUT_REFERENCES), digest_size=16).digest())
                if mark not in _seen:
                    marks.add(mark)
                    names[key] = activity["id"]
                    said[key] = merged(said[key], definition) if key in said else dict(definition)
    if not said:
        return
    try:
        with transaction.atomic():
            _store(municipality, said, names)
    except DatabaseError:
        logger.exception("Definitions of activities could not be stored")
        return
    if len(_seen) > _MOST_SEEN:
        _seen.clear()
    _seen.update(marks)


def definition_of(municipality: int, activity_id: str) -> dict[str, Any] | None:
    """The canonical definition; of an activity of our own what its last disclosed statement says. None if unknown."""
    if known := definitions_of(municipality, [activity_id]):
        return known[activity_id]
    about = Statement.objects.for_municipality(municipality).filter(
        object_key=activity_key(municipality, activity_id), disclosure=Disclosure.COMPLETION
    )
    raw = about.order_by("-stored", "-pk").values_list("raw", flat=True).first()
    return raw["object"].get("definition") if raw else None


def definitions_of(municipality: int, activity_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Those that are known, by activity id."""
    keys = [activity_key(municipality, activity_id) for activity_id in activity_ids]
    rows = ActivityDefinition.objects.for_municipality(municipality).filter(key__in=keys)
    return dict(rows.values_list("activity_id", "definition"))


def activity_ids(statement: Mapping[str, Any]) -> Iterator[str]:
    """Of every activity in a statement."""
    for activity in _activities(statement):
        yield activity["id"]


def merged(known: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What was known with what is said now: each language and extension of its own, an interaction as a whole."""
    kept = known if "interactionType" not in said else {k: v for k, v in known.items() if k not in _INTERACTION}
    maps = {name: kept[name] | said[name] for name in _MAPS if name in kept and name in said}
    return {**kept, **said, **maps}


def _store(municipality: int, said: Mapping[uuid.UUID, dict[str, Any]], names: Mapping[uuid.UUID, str]) -> None:
    """In the order of their keys, so that two that learn the same wait for each other only one way."""
    rows = ActivityDefinition.objects.for_municipality(municipality).filter(key__in=list(said))
    changed, known = [], set()
    for row in rows.select_for_update().order_by("key"):
        known.add(row.key)
        now = merged(row.definition, said[row.key])
        if now != row.definition:
            row.definition = now
            changed.append(row)
    rows.bulk_update(changed, ["definition"])
    ActivityDefinition.objects.bulk_create(
        [
            ActivityDefinition(municipality_id=municipality, key=key, activity_id=names[key], definition=said[key])
            for key in sorted(said.keys() - known)
        ],
        ignore_conflicts=True,
    )


def _activities(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        yield target
    elif kind == "SubStatement":
        yield from _activities(target)
    for given in statement.get("context", {}).get("contextActivities", {}).values():
        yield from given if isinstance(given, list) else [given]
