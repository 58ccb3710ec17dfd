"""The Activities resource (1.0.3 Communication 2.5; 2.0, 4.1.6.4)."""

from __future__ import annotations

from django.http import HttpResponse

from tracking.xapi.definitions import known_definition
from tracking.xapi.resources import parameters
from tracking.xapi.resources.call import Call
from tracking.xapi.resources.responses import json_response


def get(call: Call) -> HttpResponse:
    """The activity with what is known of it; of one that nobody has spoken of, its id."""
    parameters.check_names(call, ("activityId",))
    iri = parameters.activity_id(call)
    definition = known_definition(call.access.municipality, iri)
    activity: dict[str, object] = {"objectType": "Activity", "id": iri}
    return json_response(activity | ({"definition": definition} if definition else {}))
