"""Verbs, activities and interactions (1.0.3 Data 2.4.3 and 2.4.4.1; 2.0, 4.2.2.2 and 4.2.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.validation.checking import array_of, check_items, check_properties, exactly
from tracking.xapi.spec.validation.values import check_extensions, check_iri, check_language_map, check_string
from tracking.xapi.spec.versions import Rules

#: Interaction type -> the lists of components that it has.
COMPONENTS: Mapping[str, frozenset[str]] = {
    "true-false": frozenset(),
    "choice": frozenset({"choices"}),
    "fill-in": frozenset(),
    "long-fill-in": frozenset(),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "numeric": frozenset(),
    "other": frozenset(),
}
COMPONENT_LISTS = frozenset[str]().union(*COMPONENTS.values())
_INTERACTION = COMPONENT_LISTS | {"interactionType", "correctResponsesPattern"}


def check_verb(value: Any, rules: Rules) -> None:
    check_properties(value, _VERB, rules, ("id",))


def check_activity(value: Any, rules: Rules) -> None:
    check_properties(value, _ACTIVITY, rules, ("id",))


def check_definition(value: Any, rules: Rules) -> None:
    """What is known of an activity: in a statement, or fetched from elsewhere."""
    check_properties(value, _DEFINITION, rules)
    if not _INTERACTION.isdisjoint(value):
        _check_interaction(value)


def _check_interaction(definition: Mapping[str, Any]) -> None:
    kind = definition.get("interactionType")
    if kind is None:
        raise Invalid("interactionType", "is required where an interaction is described")
    for name in sorted(COMPONENT_LISTS & definition.keys()):
        if name not in COMPONENTS[kind]:
            raise Invalid(name, f'does not belong to an interaction of type "{kind}"')


def _check_components(value: Any, rules: Rules) -> None:
    check_items(value, _check_component, rules)
    seen = set()
    for place, component in enumerate(value):
        if component["id"] in seen:
            raise Invalid(f"[{place}].id", f"occurs twice in the list: {shown(component['id'])}")
        seen.add(component["id"])


def _check_component(value: Any, rules: Rules) -> None:
    check_properties(value, _COMPONENT, rules, ("id",))


_VERB = {"id": check_iri, "display": check_language_map}
_COMPONENT = {"id": check_string, "description": check_language_map}
_DEFINITION = {
    "name": check_language_map,
    "description": check_language_map,
    "type": check_iri,
    "moreInfo": check_iri,
    "extensions": check_extensions,
    "interactionType": exactly(*COMPONENTS),
    "correctResponsesPattern": array_of(check_string),
} | dict.fromkeys(COMPONENT_LISTS, _check_components)
_ACTIVITY = {"objectType": exactly("Activity"), "id": check_iri, "definition": check_definition}
