"""What is known of an activity: from what a municipality's statements have said of it, and from its courses."""

from __future__ import annotations

import uuid
from typing import Any

from elearning.municipalities.models import Municipality
from tracking.models import Enrolment, Statement
from tracking.xapi import iris
from tracking.xapi.activities import activity_type
from tracking.xapi.outline import plain, release_outline

Json = dict[str, Any]
#: How many statements about an activity are asked; the newest know best.
_ASKED = 20
_MAPS = ("name", "description", "extensions")


def known_definition(municipality: Municipality, iri: str) -> Json | None:
    """The canonical definition of an activity, None where nothing is known of it in this municipality."""
    known = _from_courses(municipality, iri) or {}
    about = Statement.objects.for_municipality(municipality).filter(object_id=iri).order_by("-stored")
    said = [definition for raw in about.values_list("raw", flat=True)[:_ASKED] if (definition := _definition(raw, iri))]
    for definition in reversed(said):
        known = merged(known, definition)
    return known or None


def merged(older: Json, newer: Json) -> Json:
    """What the newer says counts; languages and extensions that it does not mention stay."""
    together = older | newer
    for name in _MAPS:
        if name in older and name in newer:
            together[name] = older[name] | newer[name]
    return together


def _definition(raw: Json, iri: str) -> Json | None:
    of = raw.get("object", {})
    found = of.get("definition") if of.get("id") == iri else None
    return found if isinstance(found, dict) else None


def _from_courses(municipality: Municipality, iri: str) -> Json | None:
    """A node of a course that somebody in the municipality takes, as her version of it has it."""
    node = iris.node_of(iri)
    try:
        course = uuid.UUID(iris.course_of(iri) or "")
    except ValueError:
        return None
    if node is None:
        return None
    enrolments = Enrolment.objects.for_municipality(municipality).filter(course__node_id=course)
    newest = enrolments.order_by("-release__number").values_list("release_id", flat=True).first()
    if newest is None:
        return None
    outline = release_outline(newest)
    if iris.activity(outline.course, node) != iri or node not in outline:
        return None
    facts = outline.facts(plain(node))
    definition: Json = {"type": activity_type(facts.type)}
    return definition | {"name": {"da": facts.name}} if facts.name else definition
