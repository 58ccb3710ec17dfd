"""What a course says about itself: goals, sources, the statements of its maturity check."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.base import NodeList

#: What the settings of courses.process are called.
SETTING_LABELS = {
    "pass_mark": _("pass mark in per cent"),
    "attempt_rule": _("a new attempt"),
    "order_rule": _("order of the lessons"),
    "deadline_days": _("deadline in days"),
    "reminder_days": _("days between reminders"),
    "maturity_display": _("the maturity check is shown as"),
}


class GoalBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=2, label=_("Goal"), help_text=_("»You can ...«"))

    class Meta:
        icon = "tick"
        label = _("Goal")


class SourceBlock(blocks.StructBlock):
    key = blocks.RegexBlock(
        regex=r"^K\d{1,2}$",
        label=_("Key"),
        help_text=_("K1, K2 ... Cite it in a text as [K1]."),
        error_messages={"invalid": _("A key is K and a number, e.g. K1.")},
    )
    text = blocks.TextBlock(rows=2, label=_("Source"))

    class Meta:
        icon = "link"
        label = _("Source")


class MaturityStatementBlock(blocks.StructBlock):
    code = blocks.CharBlock(max_length=10, label=_("Code"))
    text = blocks.TextBlock(rows=2, label=_("Statement"))


class MaturityThemeBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Theme"))
    statements = NodeList(
        MaturityStatementBlock(), node_type="maturity_statement", min_num=1, max_num=12, label=_("Statements")
    )
    locked = blocks.BooleanBlock(
        required=False,
        label=_("Locked"),
        help_text=_("Municipalities cannot change the statements, so that checks can be compared."),
    )
    lock_reason = blocks.CharBlock(required=False, max_length=250, label=_("Why it is locked"))

    class Meta:
        icon = "table"
        label = _("Theme of the maturity check")


class MaturityBandBlock(blocks.StructBlock):
    lower = blocks.FloatBlock(min_value=1, max_value=5, label=_("From"))
    upper = blocks.FloatBlock(min_value=1, max_value=5, label=_("To, not included"))
    advice = blocks.TextBlock(rows=2, label=_("Advice"))

    class Meta:
        icon = "table"
        label = _("What a mean says")


class ProcessLockBlock(blocks.StructBlock):
    """A process setting that follows the course in every municipality's version."""

    setting = blocks.ChoiceBlock(choices=list(SETTING_LABELS.items()), label=_("Setting"))
    reason = blocks.CharBlock(max_length=250, label=_("Why it is locked"))

    class Meta:
        icon = "lock"
        label = _("Locked setting")
