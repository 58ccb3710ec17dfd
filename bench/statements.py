"""The statements that are sent and stored: of learners in a course of forty activities, as long as our own are."""

from __future__ import annotations

import copy
import json
import random
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ACTIVITIES = 40
#: Of each learner, when they have been loaded.
EACH = 20
VERBS = ("completed", "answered", "passed", "failed", "experienced")
PROFILE = Path(__file__).resolve().parents[1] / "docs" / "xapi-profile.md"


@cache
def _example() -> dict[str, Any]:
    """The example of our profile: of the specification's statements the usual kind, with a context and a result."""
    found: dict[str, Any] = json.loads(PROFILE.read_text().partition("```json\n")[2].partition("```")[0])
    del found["stored"], found["authority"]
    return found


def statement(learner: int, activity: int, statement_id: uuid.UUID) -> dict[str, Any]:
    found = copy.deepcopy(_example())
    found["id"] = str(statement_id)
    found["actor"]["account"]["name"] = name_of(learner)
    found["verb"]["id"] = verb_of(activity)
    found["object"]["id"] = activity_of(activity)
    found["context"]["registration"] = str(registration_of(learner))
    return found


def name_of(learner: int) -> str:
    return f"{learner:032x}"


def actor_of(learner: int) -> dict[str, Any]:
    return {**_example()["actor"], "account": {**_example()["actor"]["account"], "name": name_of(learner)}}


def registration_of(learner: int) -> uuid.UUID:
    return uuid.UUID(int=learner + 1)


def activity_of(activity: int) -> str:
    return f"{_example()['object']['id']}-{activity}"


def verb_of(activity: int) -> str:
    return f"http://adlnet.gov/expapi/verbs/{VERBS[activity % len(VERBS)]}"


@dataclass
class Sender:
    """Statements that nobody has sent yet, of learners who are not among those that have been loaded."""

    chance: random.Random

    def some(self, many: int) -> list[dict[str, Any]]:
        return [
            statement(
                10_000_000 + self.chance.randrange(5_000),
                self.chance.randrange(ACTIVITIES),
                uuid.UUID(int=self.chance.getrandbits(128), version=4),
            )
            for _ in range(many)
        ]
