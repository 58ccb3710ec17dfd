"""A request's parameters: only those the resource has, each in its form (1.0.3 Data 2.2.s4.b4; 2.0, 4.1.6)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from tracking.xapi.resources.call import Call
from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.reading import parse
from tracking.xapi.spec.timestamps import instant
from tracking.xapi.spec.validation.actors import check_actor, check_agent
from tracking.xapi.spec.validation.values import check_iri, check_timestamp, check_uuid
from tracking.xapi.spec.versions import Rules
from tracking.xapi.store.keys import identifier_of

_LARGEST_AGENT = 10_000


def check_names(call: Call, required: Collection[str] = (), optional: Collection[str] = ()) -> None:
    """Raises ``Invalid`` for a parameter that does not belong there, or is missing."""
    for name in call.params:
        if name not in required and name not in optional:
            raise Invalid("", f"{shown(name)} is no parameter of {call.method} {call.path}")
    for name in required:
        if name not in call.params:
            raise Invalid("", f"the parameter {name} is required")


def activity_id(call: Call) -> str:
    return _checked(call.params, "activityId", check_iri, call.rules)


def agent(call: Call) -> dict[str, Any]:
    """The agent as it was written."""
    return _actor(call, check_agent)


def agent_identifier(call: Call) -> str:
    """What identifies the agent whose documents are meant, or the group, however it was written."""
    identifier = identifier_of(_actor(call, check_actor if call.rules.groups_have_documents else check_agent))
    if not identifier:
        raise Invalid("agent", "must be an agent or an identified group")
    return identifier


def _actor(call: Call, check: Callable[[Any, Rules], None]) -> dict[str, Any]:
    actor: dict[str, Any]
    try:
        actor = parse(call.params["agent"], largest=_LARGEST_AGENT)
        check(actor, call.rules)
    except Invalid as error:
        error.within("agent")
        raise
    return actor


def registration(call: Call) -> uuid.UUID | None:
    if "registration" not in call.params:
        return None
    return uuid.UUID(_checked(call.params, "registration", check_uuid, call.rules))


def since(call: Call) -> datetime | None:
    if "since" not in call.params:
        return None
    return instant(_checked(call.params, "since", check_timestamp, call.rules))


def name(call: Call, parameter: str) -> str:
    """A document's id: any text but none."""
    value = call.params[parameter]
    if not value:
        raise Invalid(parameter, "must not be empty")
    return value


def _checked(params: Mapping[str, str], name: str, check: Callable[[Any, Rules], None], rules: Rules) -> str:
    value = params[name]
    try:
        check(value, rules)
    except Invalid as error:
        error.within(name)
        raise
    return value
