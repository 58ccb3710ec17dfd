"""The Agents resource (1.0.3 Communication 2.4; 2.0, 4.1.6.3)."""

from __future__ import annotations

from django.http import HttpResponse

from tracking.xapi.resources import parameters
from tracking.xapi.resources.call import Call
from tracking.xapi.resources.responses import json_response
from tracking.xapi.spec.validation.actors import IDENTIFIERS


def get(call: Call) -> HttpResponse:
    """A Person of what was asked with: the store does not tell who else somebody is."""
    parameters.check_names(call, ("agent",))
    agent = parameters.agent(call)
    person = {name: [value] for name, value in agent.items() if name in IDENTIFIERS or name == "name"}
    return json_response({"objectType": "Person"} | person)
