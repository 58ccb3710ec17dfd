"""Contexts and references to statements (1.0.3 Data 2.4.6 and 2.4.4.3; 2.0, 4.2.2.5)."""

from __future__ import annotations

from typing import Any

from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.validation.activities import check_activity
from tracking.xapi.spec.validation.actors import check_actor, check_agent, check_group
from tracking.xapi.spec.validation.checking import array_of, check_items, check_properties, exactly
from tracking.xapi.spec.validation.values import (
    check_extensions,
    check_iri,
    check_language,
    check_string,
    check_uuid,
)
from tracking.xapi.spec.versions import Rules


def check_context(value: Any, rules: Rules) -> None:
    check_properties(value, _CONTEXT_WITH_AGENTS if rules.context_agents else _CONTEXT, rules)


def check_statement_ref(value: Any, rules: Rules) -> None:
    check_properties(value, _STATEMENT_REF, rules, ("objectType", "id"))


def _check_context_activities(value: Any, rules: Rules) -> None:
    check_properties(value, _CONTEXT_ACTIVITIES, rules)


def _check_activities(value: Any, rules: Rules) -> None:
    """An array, or a single activity, as in statements older than 1.0."""
    if isinstance(value, dict):
        check_activity(value, rules)
    else:
        check_items(value, check_activity, rules)


def _check_context_agent(value: Any, rules: Rules) -> None:
    check_properties(value, _CONTEXT_AGENT, rules, ("objectType", "agent"))


def _check_context_group(value: Any, rules: Rules) -> None:
    check_properties(value, _CONTEXT_GROUP, rules, ("objectType", "group"))


def _check_relevant_types(value: Any, rules: Rules) -> None:
    check_items(value, check_iri, rules)
    if not value:
        raise Invalid("", f"must have at least one type, if it is there at all; it is {shown(value)}")


_CONTEXT_ACTIVITIES = dict.fromkeys(("parent", "grouping", "category", "other"), _check_activities)
_STATEMENT_REF = {"objectType": exactly("StatementRef"), "id": check_uuid}
_CONTEXT_AGENT = {
    "objectType": exactly("contextAgent"),
    "agent": check_agent,
    "relevantTypes": _check_relevant_types,
}
_CONTEXT_GROUP = {
    "objectType": exactly("contextGroup"),
    "group": check_group,
    "relevantTypes": _check_relevant_types,
}
_CONTEXT = {
    "registration": check_uuid,
    "instructor": check_actor,
    "team": check_group,
    "contextActivities": _check_context_activities,
    "revision": check_string,
    "platform": check_string,
    "language": check_language,
    "statement": check_statement_ref,
    "extensions": check_extensions,
}
_CONTEXT_WITH_AGENTS = _CONTEXT | {
    "contextAgents": array_of(_check_context_agent),
    "contextGroups": array_of(_check_context_group),
}
