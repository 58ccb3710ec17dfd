"""Blocks in which the learner does something that is hers: nothing here is right or wrong."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.base import CourseBlock, DayListBlock, H5PChooserBlock, NodeList


class ExerciseBlock(CourseBlock):
    prompt = blocks.TextBlock(rows=2, label=_("Exercise"))
    help = blocks.TextBlock(required=False, rows=2, label=_("Help"))
    rows = blocks.IntegerBlock(min_value=1, max_value=20, default=4, label=_("Lines to write on"))
    minutes_outside = blocks.IntegerBlock(
        min_value=0,
        max_value=240,
        default=0,
        label=_("Minutes away from the platform"),
        help_text=_("Shown to the learner; not part of the lesson's minutes."),
    )

    class Meta:
        icon = "edit"
        label = _("Exercise")
        group = _("Practise")


class ReflectionBlock(CourseBlock):
    prompt = blocks.TextBlock(rows=2, label=_("Question to herself"))

    class Meta:
        icon = "view"
        label = _("Private reflection")
        group = _("Practise")


class DilemmaOptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=160, label=_("Choice"))
    price = blocks.TextBlock(rows=2, label=_("Its price"), help_text=_("Shown when the learner has chosen."))


class DilemmaBlock(CourseBlock):
    theme = blocks.CharBlock(max_length=60, required=False, label=_("Theme"))
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    situation = blocks.TextBlock(rows=2, label=_("Situation"))
    options = NodeList(DilemmaOptionBlock(), node_type="dilemma_option", min_num=2, max_num=4, label=_("Choices"))
    know = blocks.CharBlock(max_length=200, required=False, label=_("What to know"))
    practise = blocks.CharBlock(max_length=200, required=False, label=_("What to practise"))
    mindset = blocks.CharBlock(max_length=200, required=False, label=_("Mindset"))

    class Meta:
        icon = "order"
        label = _("Dilemma")
        group = _("Practise")


class ThreePilesBlock(CourseBlock):
    prompt = blocks.TextBlock(rows=2, label=_("Exercise"))
    help = blocks.TextBlock(required=False, rows=2, label=_("Help"))
    minimum_own = blocks.IntegerBlock(min_value=0, max_value=20, default=4, label=_("At least this many of one's own"))

    class Meta:
        icon = "list-ul"
        label = _("Three piles")
        group = _("Practise")


class PlanSuggestionBlock(CourseBlock):
    situation = blocks.CharBlock(max_length=200, label=_("If"))
    action = blocks.CharBlock(max_length=200, label=_("then"))

    class Meta:
        icon = "arrow-right"
        label = _("Suggested if-then plan")
        group = _("Practise")


class IfThenPlanBlock(CourseBlock):
    prompt = blocks.TextBlock(rows=2, label=_("Exercise"))
    help = blocks.TextBlock(required=False, rows=2, label=_("Help"))
    plans = blocks.IntegerBlock(min_value=1, max_value=2, default=1, label=_("Number of plans at most"))

    class Meta:
        icon = "calendar-alt"
        label = _("If-then plan")
        group = _("Practise")


class FollowUpBlock(CourseBlock):
    prompt = blocks.TextBlock(rows=2, label=_("Exercise"))
    help = blocks.TextBlock(required=False, rows=2, label=_("Help"))
    days = DayListBlock(default=["30", "60", "90"], label=_("Follow up after"))

    class Meta:
        icon = "group"
        label = _("Partner and dates")
        group = _("Practise")


class BenefitCardBlock(CourseBlock):
    prompt = blocks.TextBlock(rows=2, label=_("Exercise"))
    help = blocks.TextBlock(required=False, rows=2, label=_("Help"))

    class Meta:
        icon = "form"
        label = _("Benefit card")
        group = _("Practise")


class MaturityCheckBlock(CourseBlock):
    occasion = blocks.ChoiceBlock(
        choices=[("before", _("Before the course")), ("after", _("After the course"))],
        default="before",
        label=_("Occasion"),
    )
    introduction = blocks.TextBlock(required=False, rows=2, label=_("Introduction"))

    class Meta:
        icon = "table"
        label = _("Maturity check")
        group = _("Practise")


class GuideStepBlock(blocks.StructBlock):
    minutes = blocks.IntegerBlock(min_value=1, max_value=40, label=_("Minutes"))
    text = blocks.TextBlock(rows=2, label=_("What to do"))


class DialogueGuideBlock(CourseBlock):
    introduction = blocks.TextBlock(required=False, rows=2, label=_("Introduction"))
    steps = NodeList(GuideStepBlock(), node_type="guide_step", min_num=1, max_num=12, label=_("Steps"))

    class Meta:
        icon = "group"
        label = _("Dialogue guide")
        group = _("Dialogue")


class H5PBlock(CourseBlock):
    activity = H5PChooserBlock(label=_("H5P activity"))
    title = blocks.CharBlock(
        max_length=120, required=False, label=_("Title"), help_text=_("Left empty, the activity's own title is shown.")
    )
    introduction = blocks.TextBlock(required=False, rows=2, label=_("Introduction"))
    minutes = blocks.IntegerBlock(
        min_value=0, max_value=60, default=3, label=_("Minutes"), help_text=_("How long the activity takes.")
    )

    class Meta:
        icon = "media"
        label = _("H5P")
        group = _("Practise")
