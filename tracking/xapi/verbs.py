"""The verbs of our statements: ADL's, which cmi5 uses too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.progress.events import Verb

_ADL = "http://adlnet.gov/expapi/verbs/"


@dataclass(frozen=True)
class VerbFacts:
    """``completion`` and ``success`` are what the verb itself says of the result."""

    iri: str
    display: Mapping[str, str]
    completion: bool | None = None
    success: bool | None = None


VERBS: Mapping[Verb, VerbFacts] = {
    "launched": VerbFacts(f"{_ADL}launched", {"da": "åbnede", "en": "launched"}),
    "experienced": VerbFacts(f"{_ADL}experienced", {"da": "så", "en": "experienced"}),
    "answered": VerbFacts(f"{_ADL}answered", {"da": "besvarede", "en": "answered"}),
    "passed": VerbFacts(f"{_ADL}passed", {"da": "bestod", "en": "passed"}, success=True),
    "failed": VerbFacts(f"{_ADL}failed", {"da": "bestod ikke", "en": "failed"}, success=False),
    "completed": VerbFacts(f"{_ADL}completed", {"da": "gennemførte", "en": "completed"}, completion=True),
    "progressed": VerbFacts(f"{_ADL}progressed", {"da": "kom videre i", "en": "progressed"}),
}

VERB_OF_IRI: Mapping[str, Verb] = {facts.iri: verb for verb, facts in VERBS.items()}
