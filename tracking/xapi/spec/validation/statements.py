"""Statements and sub-statements (1.0.3 Data 2.2-2.4; 2.0, 4.2.1, 4.2.2, 4.2.4 and 4.2.5)."""

from __future__ import annotations

from typing import Any

from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.validation.activities import check_activity, check_verb
from tracking.xapi.spec.validation.actors import check_actor, check_agent, check_authority, check_group
from tracking.xapi.spec.validation.checking import Check, array_of, check_items, check_properties, exactly
from tracking.xapi.spec.validation.contexts import check_context, check_statement_ref
from tracking.xapi.spec.validation.results import check_result
from tracking.xapi.spec.validation.values import (
    check_iri,
    check_language_map,
    check_length,
    check_media_type,
    check_sha2,
    check_timestamp,
    check_uuid,
    check_version,
)
from tracking.xapi.spec.versions import Rules

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_REQUIRED = ("actor", "verb", "object")
#: Properties of a context that say something of an activity as the object.
_OF_ACTIVITIES = ("revision", "platform")


def check_statement(value: Any, rules: Rules) -> None:
    """A whole statement as it may be sent. Raises ``Invalid``, for whatever JSON there is."""
    check_properties(value, _STATEMENT, rules, _REQUIRED)
    _check_together(value)


def check_batch(value: Any, rules: Rules) -> list[dict[str, Any]]:
    """The statements of a request: one, or an array in which no id occurs twice. Raises ``Invalid``."""
    if not isinstance(value, list):
        check_statement(value, rules)
        return [value]
    check_items(value, check_statement, rules)
    seen = set()
    for place, statement in enumerate(value):
        given = statement.get("id", "").lower()
        if given in seen:
            raise Invalid(f"[{place}].id", f"occurs twice in the request: {shown(given)}")
        if given:
            seen.add(given)
    return value


def check_attachment(value: Any, rules: Rules) -> None:
    check_properties(value, _ATTACHMENT, rules, ("usageType", "display", "contentType", "length", "sha2"))


def _check_sub_statement(value: Any, rules: Rules) -> None:
    check_properties(value, _SUB_STATEMENT, rules, _REQUIRED)
    _check_together(value)


def _check_together(statement: dict[str, Any]) -> None:
    """What no property can say alone."""
    kind = statement["object"].get("objectType", "Activity")
    context = statement.get("context", {})
    if kind != "Activity":
        for name in _OF_ACTIVITIES:
            if name in context:
                raise Invalid(f"context.{name}", "is allowed only where the object is an activity")
    if statement["verb"]["id"] == VOIDED and kind != "StatementRef":
        raise Invalid("object.objectType", 'must be "StatementRef" in a statement that voids another')


def _check_object(value: Any, rules: Rules) -> None:
    _by_type(value, rules, _OBJECTS)


def _check_object_of_sub_statement(value: Any, rules: Rules) -> None:
    _by_type(value, rules, _OBJECTS_OF_SUB_STATEMENTS)


def _by_type(value: Any, rules: Rules, types: dict[str, Check]) -> None:
    if not isinstance(value, dict):
        raise Invalid("", f"must be an object, not {shown(value)}")
    kind = value.get("objectType", "Activity")
    check = types.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise Invalid("objectType", f"must be one of {', '.join(types)}, not {shown(kind)}")
    check(value, rules)


_OBJECTS_OF_SUB_STATEMENTS: dict[str, Check] = {
    "Activity": check_activity,
    "Agent": check_agent,
    "Group": check_group,
    "StatementRef": check_statement_ref,
}
_OBJECTS = _OBJECTS_OF_SUB_STATEMENTS | {"SubStatement": _check_sub_statement}
_ATTACHMENT = {
    "usageType": check_iri,
    "display": check_language_map,
    "description": check_language_map,
    "contentType": check_media_type,
    "length": check_length,
    "sha2": check_sha2,
    "fileUrl": check_iri,
}
_COMMON: dict[str, Check] = {
    "actor": check_actor,
    "verb": check_verb,
    "result": check_result,
    "context": check_context,
    "timestamp": check_timestamp,
    "attachments": array_of(check_attachment),
}
_STATEMENT = _COMMON | {
    "id": check_uuid,
    "object": _check_object,
    "stored": check_timestamp,
    "authority": check_authority,
    "version": check_version,
}
_SUB_STATEMENT = _COMMON | {"objectType": exactly("SubStatement"), "object": _check_object_of_sub_statement}
