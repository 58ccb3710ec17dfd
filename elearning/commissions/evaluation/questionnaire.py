"""What learners are asked, version by version. A version that has been answered is not changed: a new one is added.

A question's key means the same in both rounds and in every version, so that answers can stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models import Round

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TEXT_LENGTH = 2000


class Kind(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """``options`` are (stored value, words), none for a text. All but texts are answered, so that every question has
    as many answers as the round."""

    key: str
    kind: Kind
    text: _StrPromise
    options: tuple[tuple[str, _StrPromise], ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    round: Round
    version: int
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        return next((each for each in self.questions if each.key == key), None)


#: What one may think of a statement. The last is no step of the scale.
SCALE = (
    ("5", _("Agree entirely")),
    ("4", pgettext_lazy("scale", "Agree")),
    ("3", _("Neither agree nor disagree")),
    ("2", _("Disagree")),
    ("1", _("Disagree entirely")),
    ("none", _("Not relevant to me")),
)
#: Of those the ones that agree.
AGREE = frozenset({"4", "5"})


def _scale(key: str, text: _StrPromise) -> Question:
    return Question(key, Kind.SCALE, text, SCALE)


_GAIN = _("The course gave me something that I can use as a leader.")

END_1 = Questionnaire(
    Round.END,
    1,
    (
        _scale("gain", _GAIN),
        _scale("use", _("I have already used something from the course at work.")),
        Question(
            "most",
            Kind.CHOICE,
            _("What have you used most?"),
            (
                ("dialogue", _("A dialogue with colleagues or employees")),
                ("plan", _("My if-then plan")),
                ("card", _("The benefit card")),
                ("check", _("The maturity check")),
                ("cases", _("Examples and dilemmas")),
                ("none", _("Nothing yet")),
            ),
        ),
        _scale("time", _("The time was well spent.")),
        _scale("local", _("Examples and exercises were like everyday life in our municipality.")),
        _scale("gatherings", _("The gatherings gave me something that I would not have got alone.")),
        _scale("recommend", _("I would recommend the course to a colleague.")),
        Question("best", Kind.TEXT, _("What was of most use to you?")),
        Question("change", Kind.TEXT, _("What should be different the next time?")),
    ),
)
DAYS90_1 = Questionnaire(
    Round.DAYS90,
    1,
    (
        _scale("use", _("I use something from the course at work.")),
        Question(
            "plan",
            Kind.CHOICE,
            _("How has it gone with your if-then plan?"),
            (
                ("kept", _("I follow it most of the time")),
                ("sometimes", _("I follow it now and then")),
                ("changed", _("I have made another that fits better")),
                ("dropped", _("I have not followed it")),
                ("none", _("I made no plan")),
            ),
        ),
        _scale("benefit", _("I can see a benefit for citizens or colleagues.")),
        _scale("gain", _GAIN),
        Question("story", Kind.TEXT, _("What has become different? Give an example.")),
    ),
)

QUESTIONNAIRES = {(each.round, each.version): each for each in (END_1, DAYS90_1)}
CURRENT = {Round.END: END_1, Round.DAYS90: DAYS90_1}


def defined(round_: str, version: int) -> Questionnaire:
    return QUESTIONNAIRES[Round(round_), version]


def tidied(questionnaire: Questionnaire, given: Mapping[str, Any]) -> dict[str, str]:
    """What of ``given`` can be kept as a draft: known questions, known options, texts within their length."""
    kept = {}
    for question in questionnaire.questions:
        value = given.get(question.key)
        if not isinstance(value, str) or not (value := value.replace("\0", "").strip()):
            continue
        if question.kind is Kind.TEXT:
            kept[question.key] = value[:TEXT_LENGTH]
        elif value in dict(question.options):
            kept[question.key] = value
    return kept


def missing(questionnaire: Questionnaire, answers: Mapping[str, str]) -> dict[str, str]:
    """What has to be answered before it is sent, by the question's key."""
    return {
        question.key: gettext("Choose one of the answers.")
        for question in questionnaire.questions
        if question.kind is not Kind.TEXT and question.key not in answers
    }
