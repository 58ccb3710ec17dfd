"""Questions. How they are presented and graded is in ``courses.quizzes``, without Django."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.base import CourseBlock, NodeList, require
from courses.blocks.pool import QuestionReferenceBlock

LEVELS = [(1, _("1 – remember")), (2, _("2 – understand")), (3, _("3 – use"))]


class LevelBlock(blocks.ChoiceBlock):
    """A whole number from 1 to 3."""

    choices = LEVELS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default=1, label=_("Level"), **kwargs)

    def value_from_form(self, value: Any) -> Any:
        return int(value) if str(value).isdigit() else value

    def value_for_form(self, value: Any) -> Any:
        return str(value) if value is not None else ""

    def get_prep_value(self, value: Any) -> Any:
        return int(value) if value not in (None, "") else 1


class QuestionBlock(CourseBlock):
    code = blocks.CharBlock(
        max_length=20, required=False, label=_("Code"), help_text=_("A short name for reports, e.g. q01.")
    )
    prompt = blocks.CharBlock(max_length=300, label=_("Question"))
    level = LevelBlock()
    explanation = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("Explanation"),
        help_text=_("Shown after every answer, right or wrong."),
    )

    class Meta:
        icon = "help"
        group = _("Questions")


class RightWrongFeedbackMixin(blocks.StructBlock):
    feedback_right = blocks.TextBlock(required=False, rows=2, label=_("When right"))
    feedback_wrong = blocks.TextBlock(required=False, rows=2, label=_("When wrong"))


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label=_("Option"))
    correct = blocks.BooleanBlock(required=False, label=_("Right"))
    feedback = blocks.TextBlock(
        required=False, rows=2, label=_("Feedback"), help_text=_("Say why, whichever way it goes.")
    )


def _distinct(texts: Sequence[str]) -> bool:
    return len({text.strip().casefold() for text in texts}) == len(texts)


class SingleChoiceBlock(QuestionBlock):
    options = NodeList(OptionBlock(), node_type="option", min_num=2, max_num=8, label=_("Options"))

    class Meta:
        label = _("Single choice")

    def check_content(self, value: Any) -> None:
        right = sum(bool(option["correct"]) for option in value["options"])
        require(right == 1, "options", _("Exactly one option must be right; here %(n)d are.") % {"n": right})
        require(_distinct([o["text"] for o in value["options"]]), "options", _("Two options are alike."))


class MultipleChoiceBlock(QuestionBlock):
    options = NodeList(OptionBlock(), node_type="option", min_num=2, max_num=8, label=_("Options"))

    class Meta:
        label = _("Multiple choice")

    def check_content(self, value: Any) -> None:
        require(any(o["correct"] for o in value["options"]), "options", _("At least one option must be right."))
        require(_distinct([o["text"] for o in value["options"]]), "options", _("Two options are alike."))


class TrueFalseBlock(RightWrongFeedbackMixin, QuestionBlock):
    answer = blocks.BooleanBlock(required=False, label=_("The statement is true"))

    class Meta:
        label = _("True or false")


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(max_length=200, label=_("Left"))
    right = blocks.CharBlock(max_length=200, label=_("Right"))


class MatchingBlock(RightWrongFeedbackMixin, QuestionBlock):
    pairs = NodeList(PairBlock(), node_type="pair", min_num=2, max_num=8, label=_("Pairs"))

    class Meta:
        label = _("Matching")

    def check_content(self, value: Any) -> None:
        for side in ("left", "right"):
            texts = [pair[side] for pair in value["pairs"]]
            require(_distinct(texts), "pairs", _("Two of the texts on one side are alike."))


class OrderingItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label=_("Step"))


class OrderingBlock(RightWrongFeedbackMixin, QuestionBlock):
    items = NodeList(
        OrderingItemBlock(),
        node_type="ordering_item",
        min_num=2,
        max_num=8,
        label=_("Steps"),
        help_text=_("In the right order; the learner meets them shuffled."),
    )

    class Meta:
        label = _("Ordering")

    def check_content(self, value: Any) -> None:
        require(_distinct([item["text"] for item in value["items"]]), "items", _("Two steps are alike."))


class AcceptedBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=120, label=_("Accepted answer"))


class ShortTextBlock(RightWrongFeedbackMixin, QuestionBlock):
    accepted = NodeList(AcceptedBlock(), node_type="accepted", min_num=1, max_num=20, label=_("Accepted answers"))

    class Meta:
        label = _("Short text")


class NumberBlock(RightWrongFeedbackMixin, QuestionBlock):
    value = blocks.FloatBlock(label=_("Right number"))
    tolerance = blocks.FloatBlock(min_value=0, default=0, label=_("Tolerance"))
    unit = blocks.CharBlock(max_length=20, required=False, label=_("Unit"))

    class Meta:
        label = _("Number")


class PoolQuestionBlock(CourseBlock):
    question = QuestionReferenceBlock(
        label=_("Question"),
        help_text=_("A question from the course's pool, for practice here and for the final test."),
    )

    class Meta:
        icon = "help"
        label = _("Question from the pool")
        group = _("Questions")


class FinalTestBlock(CourseBlock):
    introduction = blocks.TextBlock(required=False, rows=3, label=_("Introduction"))

    class Meta:
        icon = "success"
        label = _("Final test")
        group = _("Questions")


QUESTION_BLOCKS: list[tuple[str, QuestionBlock]] = [
    ("single_choice", SingleChoiceBlock()),
    ("multiple_choice", MultipleChoiceBlock()),
    ("true_false", TrueFalseBlock()),
    ("matching", MatchingBlock()),
    ("ordering", OrderingBlock()),
    ("short_text", ShortTextBlock()),
    ("number", NumberBlock()),
]
QUESTION_TYPES = frozenset(name for name, _block in QUESTION_BLOCKS)
