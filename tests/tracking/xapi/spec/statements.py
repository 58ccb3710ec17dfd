"""Statements to take apart: one as small as it can be, one with everything, and each in every place it may stand."""

from __future__ import annotations

import re

import pytest

from tracking.xapi.spec.validation import Invalid, check_statement
from tracking.xapi.spec.versions import V1, V2

BOTH = (V1, V2)
ABSENT = object()
UUID = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"

AGENT = {"objectType": "Agent", "name": "Ane", "mbox": "mailto:ane@example.dk"}
ACCOUNT = {"homePage": "https://login.example.dk", "name": "ane"}
GROUP = {"objectType": "Group", "name": "Ledere", "mbox": "mailto:ledere@example.dk", "member": [AGENT]}
ANONYMOUS = {"objectType": "Group", "member": [AGENT, {"account": ACCOUNT}]}
VERB = {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"da": "besvarede", "en-GB": "answered"}}
ACTIVITY = {"objectType": "Activity", "id": "https://example.dk/a/1"}
REF = {"objectType": "StatementRef", "id": UUID}
SUB = {"objectType": "SubStatement", "actor": AGENT, "verb": VERB, "object": ACTIVITY}
ATTACHMENT = {
    "usageType": "https://example.dk/brug/bevis",
    "display": {"da": "Bevis"},
    "description": {"da": "Et kursusbevis"},
    "contentType": "application/pdf; charset=binary",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    "fileUrl": "https://example.dk/bevis.pdf",
}
ANYTHING = {"https://example.dk/x": None, "urn:y": {"a": [1, {"b": None}], "__proto__": ""}, "tag:z": {}, "urn:e": ""}
CHOICE = {
    "name": {"da": "Valg", "en": "Choice"},
    "description": {"da": "Hvad nu?", "sr-Latn-RS": "Sta?"},
    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
    "moreInfo": "https://example.dk/mere?om=valg#nu",
    "interactionType": "choice",
    "correctResponsesPattern": ["a[,]b", "a"],
    "choices": [{"id": "a", "description": {"da": "A", "en": "Ey"}}, {"id": "b"}],
    "extensions": ANYTHING,
}
RESULT = {
    "score": {"scaled": 0.5, "raw": 12.125, "min": 0.12123434, "max": 45.45},
    "success": True,
    "completion": False,
    "response": "a[,]b",
    "duration": "PT4H35M59.14S",
    "extensions": ANYTHING,
}
CONTEXT = {
    "registration": UUID,
    "instructor": AGENT,
    "team": GROUP,
    "contextActivities": {
        "parent": ACTIVITY,
        "grouping": [ACTIVITY, {"id": "urn:x:2", "definition": CHOICE}],
        "category": [],
        "other": [ACTIVITY],
    },
    "revision": "2",
    "platform": "Hyldefri",
    "language": "da-DK",
    "statement": REF,
    "extensions": ANYTHING,
}
AGENTS_AND_GROUPS = {
    "contextAgents": [{"objectType": "contextAgent", "agent": AGENT, "relevantTypes": ["urn:coach"]}],
    "contextGroups": [{"objectType": "contextGroup", "group": ANONYMOUS}],
}
SMALL = {"actor": {"mbox": "mailto:ane@example.dk"}, "verb": {"id": VERB["id"]}, "object": {"id": ACTIVITY["id"]}}
FULL = {
    "id": UUID,
    "actor": AGENT,
    "verb": VERB,
    "object": ACTIVITY | {"definition": CHOICE},
    "result": RESULT,
    "context": CONTEXT,
    "timestamp": "2026-03-01T12:05:00.123+01:00",
    "stored": "2026-03-01T12:05:01Z",
    "authority": {"account": ACCOUNT},
    "version": "1.0.0",
    "attachments": [ATTACHMENT],
}
WITH_SUB = SMALL | {"object": SUB | {"result": RESULT, "context": CONTEXT, "timestamp": "2026-03-01T12:05:00Z"}}
VOIDING = SMALL | {"verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}, "object": REF}
FULL_2 = FULL | {"context": CONTEXT | AGENTS_AND_GROUPS, "version": "2.0.0", "object": ACTIVITY}


def copied(value):
    """A copy in which nothing is the same object twice, as in JSON."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def put(statement, path, value):
    """The statement with another value at a path such as ``context.contextActivities.parent[0].id``."""
    result = copied(statement)
    *steps, last = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)]
    node = result
    for step in steps:
        node = node[step]
    if value is ABSENT:
        del node[last]
    else:
        node[last] = copied(value)
    return result


def refused(statement, path, rules=BOTH, *, check=check_statement):
    """It is refused by each of the rules, and the path says where."""
    messages = set()
    for each in rules:
        with pytest.raises(Invalid) as caught:
            check(statement, each)
        assert caught.value.path == path
        messages.add(caught.value.message)
    return messages.pop()


def accepted(statement, rules=BOTH, *, check=check_statement):
    for each in rules:
        check(statement, each)
