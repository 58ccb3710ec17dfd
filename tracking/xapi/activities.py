"""What our statements are about, and who may be shown them."""

from __future__ import annotations

from collections.abc import Mapping

from tracking.models import Disclosure
from tracking.progress.events import Verb

_ADL = "http://adlnet.gov/expapi/activities/"

#: Node type (docs/content-format.md) -> xAPI activity type; everything else is an interaction.
ACTIVITY_TYPES: Mapping[str, str] = {
    "course": f"{_ADL}course",
    "module": f"{_ADL}module",
    "lesson": f"{_ADL}lesson",
    "dialogue": f"{_ADL}meeting",
    "final_test": f"{_ADL}assessment",
    "single_choice": f"{_ADL}question",
    "multiple_choice": f"{_ADL}question",
    "true_false": f"{_ADL}question",
    "matching": f"{_ADL}question",
    "ordering": f"{_ADL}question",
    "short_text": f"{_ADL}question",
    "number": f"{_ADL}question",
    "pool_question": f"{_ADL}question",
    "image": f"{_ADL}media",
    "video": f"{_ADL}media",
    "download": f"{_ADL}file",
}
INTERACTION = f"{_ADL}interaction"

_STEPS = frozenset({"course", "module", "lesson", "dialogue"})

#: (verb, node types) -> disclosure class. What is not named here is private: a forgotten row leaks nothing.
DISCLOSURE: Mapping[Verb, tuple[frozenset[str] | None, Disclosure]] = {
    "completed": (_STEPS, Disclosure.COMPLETION),
    "answered": (None, Disclosure.ANSWER),
    "passed": (None, Disclosure.ANSWER),
    "failed": (None, Disclosure.ANSWER),
}


def activity_type(node_type: str) -> str:
    return ACTIVITY_TYPES.get(node_type, INTERACTION)


def disclosure_of(verb: Verb, node_type: str, *, scored: bool) -> Disclosure:
    """The class of a statement. A score makes it an answer whatever the verb: completed is all a municipality sees."""
    types, disclosure = DISCLOSURE.get(verb, (None, Disclosure.PRIVATE))
    if types is not None and node_type not in types:
        disclosure = Disclosure.PRIVATE
    return Disclosure.ANSWER if scored else disclosure
