"""The Activities resource (1.0.3 Communication 2.5; 2.0, 4.1.6.4)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse

from elearning.municipalities.models import Municipality
from tracking.models import Enrolment
from tracking.xapi import iris
from tracking.xapi.activities import activity_type
from tracking.xapi.outline import plain, release_outline
from tracking.xapi.resources import parameters
from tracking.xapi.resources.call import Call
from tracking.xapi.resources.responses import json_response
from tracking.xapi.store.definitions import definition_of, merged

Json = dict[str, Any]


def get(call: Call) -> HttpResponse:
    """The activity with what is known of it; of one that nobody has spoken of, its id."""
    parameters.check_names(call, ("activityId",))
    iri = parameters.activity_id(call)
    definition = known_definition(call.access.municipality, iri)
    activity: dict[str, object] = {"objectType": "Activity", "id": iri}
    return json_response(activity | ({"definition": definition} if definition else {}))


def known_definition(municipality: Municipality, iri: str) -> Json | None:
    """The canonical definition of an activity, None where nothing is known of it in this municipality."""
    ours, said = _from_courses(municipality, iri), definition_of(municipality.pk, iri)
    return merged(ours, said) if ours and said else ours or said


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
