"""The parameters of GET on the Statement Resource (1.0.3 Communication 2.1.3; 2.0, 4.1.6.1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tracking.xapi.resources.call import Call
from tracking.xapi.spec import reading
from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.timestamps import instant
from tracking.xapi.spec.validation import check_actor, check_iri, check_timestamp, check_uuid
from tracking.xapi.spec.versions import Rules
from tracking.xapi.store.finding import Filters
from tracking.xapi.store.keys import activity_key, agent_key, verb_key

FORMATS = ("exact", "ids", "canonical")
_SINGLE = ("statementId", "voidedStatementId")
_WITH_SINGLE = frozenset({"attachments", "format"})
_DIGITS = 9


@dataclass(frozen=True)
class Form:
    """How statements are given."""

    format: str = "exact"
    attachments: bool = False


@dataclass(frozen=True)
class One:
    statement_id: uuid.UUID
    voided: bool
    form: Form


@dataclass(frozen=True)
class Many:
    """``limit`` is 0 where as many are wanted as may be."""

    filters: Filters
    limit: int
    form: Form


def read(call: Call, after: tuple[datetime, int] | None = None) -> One | Many:
    """What is asked for; ``after`` is where the page before ended.

    Raises ``Invalid`` with the parameter's name as its path.
    """
    params = call.params
    for name in params:
        if name not in _READERS:
            raise Invalid(name, "is no parameter of this resource")
    values = {name: _value(name, text, call.rules) for name, text in params.items()}
    form = Form(values.get("format", "exact"), values.get("attachments", False))
    single = [name for name in _SINGLE if name in params]
    if not single:
        filters = replace(_filters(values, call.access.municipality.pk), after=after)
        return Many(filters, values.get("limit", 0), form)
    for name in params:
        if name not in _WITH_SINGLE and name != single[0]:
            raise Invalid(name, f"is not allowed together with {single[0]}")
    return One(values[single[0]], single[0] == "voidedStatementId", form)


def statement_id(call: Call) -> str:
    """The only parameter of PUT. Raises ``Invalid``."""
    no_others(call, "statementId")
    if "statementId" not in call.params:
        raise Invalid("statementId", "is required")
    text = call.params["statementId"]
    _value("statementId", text, call.rules)
    return text


def no_others(call: Call, *allowed: str) -> None:
    for name in call.params:
        if name not in allowed:
            raise Invalid(name, "is no parameter of this method")


def _filters(values: Mapping[str, Any], municipality: int) -> Filters:
    agent, verb, activity = (values.get(name) for name in ("agent", "verb", "activity"))
    return Filters(
        agent_key=agent_key(municipality, agent) if agent else None,
        verb_key=verb_key(municipality, verb) if verb else None,
        activity_key=activity_key(municipality, activity) if activity else None,
        registration=values.get("registration"),
        related_agents=values.get("related_agents", False),
        related_activities=values.get("related_activities", False),
        since=values.get("since"),
        until=values.get("until"),
        ascending=values.get("ascending", False),
    )


def _value(name: str, text: str, rules: Rules) -> Any:
    try:
        return _READERS[name](text, rules)
    except Invalid as error:
        error.within(name)
        raise


def _uuid(text: str, rules: Rules) -> uuid.UUID:
    check_uuid(text, rules)
    return uuid.UUID(text)


def _iri(text: str, rules: Rules) -> str:
    check_iri(text, rules)
    return text


def _agent(text: str, rules: Rules) -> Any:
    value = reading.parse(text)
    check_actor(value, rules)
    if agent_key(0, value) is None:
        raise Invalid("", "must be an agent or an identified group")
    return value


def _timestamp(text: str, rules: Rules) -> Any:
    check_timestamp(text, rules)
    return instant(text)


def _boolean(text: str, _rules: Rules) -> bool:
    if text not in ("true", "false"):
        raise Invalid("", f"must be true or false, not {shown(text)}")
    return text == "true"


def _limit(text: str, _rules: Rules) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Invalid("", f"must be an integer of zero or more, not {shown(text)}")
    return int(text[-_DIGITS:]) if len(text.lstrip("0")) <= _DIGITS else 10**_DIGITS


def _format(text: str, _rules: Rules) -> str:
    if text not in FORMATS:
        raise Invalid("", f"must be one of {', '.join(FORMATS)}, not {shown(text)}")
    return text


_READERS: Mapping[str, Callable[[str, Rules], Any]] = {
    "statementId": _uuid,
    "voidedStatementId": _uuid,
    "agent": _agent,
    "verb": _iri,
    "activity": _iri,
    "registration": _uuid,
    "related_activities": _boolean,
    "related_agents": _boolean,
    "since": _timestamp,
    "until": _timestamp,
    "limit": _limit,
    "format": _format,
    "attachments": _boolean,
    "ascending": _boolean,
}
