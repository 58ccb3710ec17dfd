"""The forms of a statement: as it is stored, compared, and given (1.0.3 Data 2.3.1, Communication 2.1.3; 2.0, 4.2
and 4.1.6.1). Statements that come in have been checked; none is changed, new ones share what stays the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tracking.xapi.spec.languages import Preferences, chosen
from tracking.xapi.spec.timestamps import comparable_duration, instant, instant_text
from tracking.xapi.spec.validation.activities import COMPONENT_LISTS
from tracking.xapi.spec.validation.actors import IDENTIFIERS
from tracking.xapi.spec.versions import Rules

Json = dict[str, Any]
_Change = Callable[[Json], Json]
#: What the store sets or may set, and what is not part of a statement when two are compared.
_NOT_COMPARED = ("id", "stored", "authority", "version", "attachments")
_NO_DEFINITIONS: Mapping[str, Json] = {}


def as_stored(statement: Json, rules: Rules) -> Json:
    """As it is kept and given in the format *exact*: context activities as arrays, times in UTC, a version.

    Id, stored, authority and a missing timestamp are the store's to set.
    """
    return {"version": rules.statement_version} | _kept(statement)


def same(one: Json, other: Json, rules: Rules) -> bool:
    """Whether two statements say the same, so that the second with an id that is taken is no conflict.

    What may differ: what the store sets (id, stored, authority, version; the timestamp where one has none, and in 2.0
    altogether), attachments, definitions of activities, displays of verbs, the order of a group's members, the time
    zone of a timestamp, the case of what has none (UUIDs, hashes, domains, language tags), a duration beyond
    hundredths of a second, an objectType that says what is assumed without it. Everything else counts: a
    number is not its text, true is not 1.
    """
    first, second = _comparable(one), _comparable(other)
    if not rules.compares_timestamps or not ("timestamp" in one and "timestamp" in other):
        first.pop("timestamp", None)
        second.pop("timestamp", None)
    return _equal(first, second)


def as_ids(statement: Json) -> Json:
    """The format *ids*: of agents, groups, activities and verbs only what identifies them."""
    return _changed(statement, actor=_actor_id, activity=_only_id, verb=_only_id)


def as_canonical(statement: Json, wanted: Preferences, definitions: Mapping[str, Json] = _NO_DEFINITIONS) -> Json:
    """The format *canonical*: each language map in the one language that is wanted most.

    ``definitions`` are the canonical definitions by activity id; an activity that is not among them keeps its own.
    """

    def activity(value: Json) -> Json:
        definition = definitions.get(value["id"], value.get("definition"))
        return value if definition is None else value | {"definition": _in_one_language(definition, wanted)}

    def verb(value: Json) -> Json:
        return value | {"display": chosen(value["display"], wanted)} if "display" in value else value

    return _changed(statement, actor=lambda value: value, activity=activity, verb=verb)


def _in_one_language(definition: Json, wanted: Preferences) -> Json:
    result = dict(definition)
    for name in ("name", "description"):
        if name in result:
            result[name] = chosen(result[name], wanted)
    for name in COMPONENT_LISTS & result.keys():
        result[name] = [
            component | {"description": chosen(component["description"], wanted)}
            if "description" in component
            else component
            for component in result[name]
        ]
    return result


def _kept(statement: Json) -> Json:
    kept = dict(statement)
    for name in ("timestamp", "stored"):
        if name in kept:
            kept[name] = instant_text(instant(kept[name]))
    if "contextActivities" in kept.get("context", {}):
        kept["context"] = kept["context"] | {"contextActivities": _as_arrays(kept["context"]["contextActivities"])}
    if kept["object"].get("objectType") == "SubStatement":
        kept["object"] = _kept(kept["object"])
    return kept


def _as_arrays(activities: Json) -> Json:
    return {kind: value if isinstance(value, list) else [value] for kind, value in activities.items()}


# --- every agent, activity and verb of a statement, each as a function makes it ---------------------------------------


def _changed(statement: Json, *, actor: _Change, activity: _Change, verb: _Change) -> Json:
    result = dict(statement)
    result["actor"] = actor(statement["actor"])
    result["verb"] = verb(statement["verb"])
    kind = statement["object"].get("objectType", "Activity")
    if kind == "SubStatement":
        result["object"] = _changed(statement["object"], actor=actor, activity=activity, verb=verb)
    elif kind != "StatementRef":
        result["object"] = (activity if kind == "Activity" else actor)(statement["object"])
    if "authority" in statement:
        result["authority"] = actor(statement["authority"])
    if "context" in statement:
        result["context"] = _changed_context(statement["context"], actor, activity)
    return result


def _changed_context(context: Json, actor: _Change, activity: _Change) -> Json:
    result = dict(context)
    for name in ("instructor", "team"):
        if name in context:
            result[name] = actor(context[name])
    for name, part in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in context:
            result[name] = [entry | {part: actor(entry[part])} for entry in context[name]]
    if "contextActivities" in context:
        arrays = _as_arrays(context["contextActivities"])
        result["contextActivities"] = {kind: [activity(one) for one in some] for kind, some in arrays.items()}
    return result


def _actor_id(actor: Json) -> Json:
    identifying = {name: value for name, value in actor.items() if name in IDENTIFIERS or name == "objectType"}
    if IDENTIFIERS.isdisjoint(identifying):
        identifying["member"] = [_actor_id(member) for member in actor["member"]]
    return identifying


def _only_id(value: Json) -> Json:
    """Of an activity or a verb: nothing else is needed, for an object without a type is an activity."""
    return {"id": value["id"]}


# --- comparing --------------------------------------------------------------------------------------------------------


def _comparable(statement: Json) -> Json:
    result = _changed(statement, actor=_comparable_actor, activity=_comparable_activity, verb=_only_id)
    for name in _NOT_COMPARED:
        result.pop(name, None)
    if "timestamp" in result:
        result["timestamp"] = instant_text(instant(result["timestamp"]))
    kind = result["object"]["objectType"]
    if kind == "SubStatement":
        result["object"] = _comparable(result["object"])
    elif kind == "StatementRef":
        result["object"] = _lower(result["object"], "id")
    if "duration" in result.get("result", {}):
        result["result"] = result["result"] | {"duration": comparable_duration(result["result"]["duration"])}
    if "context" in result:
        result["context"] = _lower(result["context"], "registration", "language")
        if "statement" in result["context"]:
            result["context"]["statement"] = _lower(result["context"]["statement"], "id")
    return result


def _comparable_actor(actor: Json) -> Json:
    result: Json = {"objectType": "Agent"} | _lower(actor, "mbox_sha1sum")
    if "mbox" in result:
        local, _, domain = result["mbox"].rpartition("@")
        result["mbox"] = f"{local}@{domain.lower()}"
    if "member" in result:
        members = [_comparable_actor(member) for member in result["member"]]
        result["member"] = sorted(members, key=lambda member: json.dumps(member, sort_keys=True))
    return result


def _comparable_activity(activity: Json) -> Json:
    return {"objectType": "Activity", "id": activity["id"]}


def _lower(value: Json, *names: str) -> Json:
    return value | {name: value[name].lower() for name in names if name in value}


def _equal(one: Any, other: Any) -> bool:
    """As JSON: 1 is 1.0, and true is neither. A double is what it is as a double: 1e23 may come back as 10**23."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    if isinstance(one, float | int) and isinstance(other, float | int) and float in (type(one), type(other)):
        return float(one) == float(other)
    return bool(one == other)
