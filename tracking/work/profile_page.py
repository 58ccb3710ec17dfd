"""The context of templates/tracking/maturity_profile.html."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.trees.nodes import Node
from tracking.enrolling.process import setting
from tracking.learning.taking import Taking
from tracking.work.maturity import ThemeProfile, answers_by_occasion, occasions, profile


def profile_page(taking: Taking) -> dict[str, Any]:
    items = {item.block_id: item for item in taking.enrolment.work.filter(kind="maturity_check")}
    answers = answers_by_occasion(taking.tree, items.values())
    answered_at = {occasion: items[id_].updated_at for id_, occasion in occasions(taking.tree).items() if id_ in items}
    return {
        "course": {"title": taking.title},
        "course_url": taking.url(),
        "themes": [_row(taking, theme) for theme in profile(taking.tree, answers["before"], answers["after"])],
        "cards": setting(taking.enrolment, "maturity_display") == "cards",
        "before_at": answered_at.get("before"),
        "after_at": answered_at.get("after"),
        "breadcrumbs": [
            {"href": reverse("tracking:overview"), "title": _("My courses")},
            {"href": taking.url(), "title": taking.title},
            {"href": "", "title": _("Your maturity profile")},
        ],
        "section": "learning",
    }


def _row(taking: Taking, theme: ThemeProfile) -> dict[str, Any]:
    """Advice goes by the newest answers. The module of the same title is where to begin."""
    newest = theme.after or theme.before
    module, step = _module_on(taking, theme.title)
    return {
        "title": theme.title,
        "before": theme.before.value if theme.before else None,
        "after": theme.after.value if theme.after else None,
        "direction": _direction(theme.change),
        "advice": newest.advice if newest else "",
        "module_title": module["fields"]["title"] if module else "",
        "module_url": taking.url(step) if step else "",
    }


def _direction(change: float | None) -> str:
    """In a word; "" where there is nothing to compare."""
    if change is None:
        return ""
    if round(change, 1) == 0:
        return _("As before")
    return _("Further than before") if change > 0 else _("Less far than before")


def _module_on(taking: Taking, title: str) -> tuple[Node, str] | tuple[None, None]:
    for step, (_node, module) in taking.steps.items():
        if title in (module["fields"].get("theme"), module["fields"]["title"]):
            return module, step
    return None, None
