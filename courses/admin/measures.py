"""What an author wants to know of a page while she writes: how long it takes and how hard it is to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from courses.estimates import UNDERSTATED_BELOW, Budget, Estimate, budget, estimate, minutes_of
from courses.models import CoursePage, NodePage
from courses.quizzes.drawing import pool_size
from courses.readability import lix, plain_text
from courses.trees.nodes import Node, index, pages, visible
from courses.trees.pages import read_page
from courses.trees.workbench import workbench_tree

#: Upper ends of the bands of LIX (Björnsson 1968).
LIX_BANDS = (25, 35, 45, 55)


@dataclass(frozen=True)
class Measures:
    """``stated`` is of a lesson or dialogue only, ``estimate`` of a lesson, ``guided`` (the minutes of the guide's
    steps) of a dialogue: a conversation takes longer than its text. ``minutes`` is of everything.

    ``used`` is what the course takes of ``limit``, this page included, also one that is not saved yet.
    """

    kind: Literal["course", "module", "lesson", "dialogue"]
    minutes: float
    questions: int
    used: float
    limit: float
    lix: int | None = None
    lix_label: str = ""
    stated: float | None = None
    estimate: Estimate | None = None
    guided: float | None = None
    understated: bool = False
    #: Questions that the final test could draw, and how many it draws; of a course only.
    drawable: int | None = None
    draw_count: int = 0

    @property
    def over(self) -> float:
        return max(0.0, self.used - self.limit)

    @property
    def warnings(self) -> int:
        return int(self.understated) + int(self.over > 0)


def measure(page: NodePage, course: CoursePage | None) -> Measures | None:
    """The measures of a page as it is in memory; None for a page that is in no course.

    A new course counts for itself: it has nothing below it yet.
    """
    if isinstance(page, CoursePage):
        tree = workbench_tree(page) if page.pk else read_page(page)
    elif course is not None:
        tree = workbench_tree(page, course)
    else:
        return None
    node = index(tree).get(str(page.node_id)) or read_page(page)
    return _measures(node, tree)


def _measures(node: Node, tree: Node) -> Measures:
    spent = budget(tree)
    if node["type"] == "course":
        return Measures(
            kind="course",
            minutes=spent.used,
            questions=len(node["children"]["pool"]),
            used=spent.used,
            limit=spent.limit,
            drawable=pool_size(tree),
            draw_count=int(node["fields"]["draw_count"] or 0),
        )
    if node["type"] == "module":
        return _module_measures(node, tree, spent)
    return _step_measures(node, tree, spent)


def _module_measures(module: Node, tree: Node, spent: Budget) -> Measures:
    steps = [page.node for page in pages(tree) if page.module["id"] == module["id"]]
    score = lix("\n".join(plain_text(step) for step in steps))
    return Measures(
        kind="module",
        minutes=sum(minutes_of(step, tree) for step in steps),
        questions=sum(estimate(step, tree).questions for step in steps),
        used=spent.used,
        limit=spent.limit,
        lix=None if score is None else round(score),
        lix_label=lix_label(score),
    )


def _step_measures(step: Node, tree: Node, spent: Budget) -> Measures:
    estimated = estimate(step, tree)
    stated = float(step["fields"]["minutes"] or 0) or None
    score = lix(plain_text(step))
    counted = any(page.node["id"] == step["id"] for page in pages(tree))
    coming = 0.0 if counted or step["fields"]["hidden"] or step["id"] in index(tree) else minutes_of(step, tree)
    is_lesson = step["type"] == "lesson"
    return Measures(
        kind="lesson" if is_lesson else "dialogue",
        minutes=minutes_of(step, tree),
        questions=estimated.questions,
        used=spent.used + coming,
        limit=spent.limit,
        lix=None if score is None else round(score),
        lix_label=lix_label(score),
        stated=stated,
        estimate=estimated if is_lesson else None,
        guided=None if is_lesson else _guided(step),
        understated=is_lesson and stated is not None and stated < UNDERSTATED_BELOW * estimated.minutes,
    )


def _guided(dialogue: Node) -> float:
    steps = (place.node for place in visible(dialogue) if place.node["type"] == "guide_step")
    return float(sum(step["fields"]["minutes"] or 0 for step in steps))


def lix_label(score: float | None) -> str:
    """Björnsson's name for a score, "" without one."""
    if score is None:
        return ""
    names = (_("very easy"), _("easy"), _("medium"), _("hard"), _("very hard"))
    return names[sum(round(score) >= bound for bound in LIX_BANDS)]
