"""The blocks of a step with what the learner has in each: her saved work, her answer's result, where to post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from courses.blocks.questions import QUESTION_TYPES
from courses.citations import cited_keys, cited_sources
from courses.media import MediaKey, MediaView, release_media
from courses.quizzes.presenting import present
from courses.quizzes.questions import parse
from courses.rendering import BlockView, block_views
from courses.richtext import Links, page_links, with_links
from courses.trees.nodes import Node, is_visible
from tracking.h5p.places import place_of
from tracking.h5p.showing import shown_result
from tracking.learning.links import reverse_or_none
from tracking.learning.practice import Go, answered_in_step, current_go
from tracking.learning.taking import Taking
from tracking.models import Attempt, H5PAttempt, WorkItem
from tracking.work.forms import FORMS
from tracking.work.selectors import has_dates, work_of_step, work_state


@dataclass
class LearnersBlocks:
    """What a page with blocks is made of. ``again`` is the block she wants to try anew, if any.

    Reads her work and her answers in the step once each.
    """

    taking: Taking
    step: Node
    request: HttpRequest | None = None
    again: str | None = None
    goes: dict[str, Go] = field(default_factory=dict)

    @cached_property
    def views(self) -> list[BlockView]:
        step = with_links(self.step, self._links())
        views = block_views(step, self.taking.tree, self._media, self.taking.audiences)
        for view in views:
            self._attach(view)
        return views

    def view(self, block: str) -> BlockView:
        return next(view for view in self.views if view.id == block)

    def question_of(self, block: Node) -> Node | None:
        """The question a block asks, its own or the pool's; None where it asks none."""
        if block["type"] in QUESTION_TYPES:
            return block
        if block["type"] != "pool_question":
            return None
        pool = (node for node in self.taking.tree["children"]["pool"] if is_visible(node, self.taking.audiences))
        return next((node for node in pool if node["id"] == block["fields"]["question"]), None)

    def sources(self) -> list[Node]:
        """The sources cited in what she is shown, and no others."""
        shown = [_shown(view) for view in self.views]
        return cited_sources(self.taking.tree, cited_keys(shown))

    @cached_property
    def _work(self) -> dict[str, WorkItem]:
        return work_of_step(self.taking.enrolment, self.step)

    @cached_property
    def _answered(self) -> dict[str, Attempt]:
        return answered_in_step(self.taking.enrolment, self.step)

    @cached_property
    def h5p_attempts(self) -> dict[str, list[H5PAttempt]]:
        """Her attempts at each activity of the step, the first first."""
        found: dict[str, list[H5PAttempt]] = {}
        attempts = self.taking.enrolment.h5p_attempts.filter(node_id=self.step["id"]).order_by("number")
        for attempt in attempts.defer("state"):
            found.setdefault(attempt.block_id, []).append(attempt)
        return found

    @cached_property
    def _media(self) -> Mapping[MediaKey, MediaView]:
        """Addresses from the root: a refused answer is shown a level further down than the step."""
        base, media = self.taking.url(), release_media(self.taking.enrolment.release_id)
        return {key: replace(view, url=base + view.url.removeprefix("../")) for key, view in media.items()}

    def _links(self) -> Links:
        return Links(
            nodes={
                self.taking.tree["id"]: self.taking.url(),
                **{step: self.taking.url(step) for step in self.taking.order},
            },
            documents={str(pk): view.url for (kind, pk), view in self._media.items() if kind == "document"},
            pages=page_links(self.step, self.request),
        )

    def _attach(self, view: BlockView) -> None:
        if view.question_node is not None:
            self._attach_question(view)
        elif view.type in FORMS:
            self._attach_work(view)
        elif attach := OTHERS.get(view.type):
            attach(self, view)

    def _attach_question(self, view: BlockView) -> None:
        assert view.question_node is not None  # noqa: S101 - narrows the type
        go = current_go(self.taking.enrolment, view.id, self._answered.get(view.id), again=view.id == self.again)
        view.question = present(go.question or parse(view.question_node), go.seed)
        view.result = go.grade
        view.action = f"{self.block_url(view.id)}?forsoeg={go.number}"
        self.goes[view.id] = go

    def _attach_work(self, view: BlockView) -> None:
        item = self._work.get(view.id)
        view.state = work_state(view.node, item)
        view.action = self.block_url(view.id)
        if view.id == self.again:
            view.state.pop("option", None)
        if has_dates(item):
            view.state["ics_url"] = reverse("tracking:calendar", args=self._path(view.id))
        if view.type == "maturity_check" and item is not None:
            view.state["profile_url"] = reverse("tracking:maturity", args=[self.taking.enrolment.pk])

    def block_url(self, block: str) -> str:
        return reverse("tracking:block", args=self._path(block))

    def _path(self, block: str) -> list[object]:
        return [self.taking.enrolment.pk, self.step["id"], block]


def _attach_test(blocks: LearnersBlocks, view: BlockView) -> None:
    """The test's own pages know attempts; here is only the way to them, closed where a site has none."""
    if reverse_or_none("tracking:test", blocks.taking.enrolment.pk):
        view.action = blocks.block_url(view.id)
        view.state = {"passed": blocks.taking.summary.test_passed}


def _attach_h5p(blocks: LearnersBlocks, view: BlockView) -> None:
    """The player begins where she was; without a package in the release there is nothing to play."""
    place = place_of(blocks.taking.enrolment, blocks.step["id"], view.node)
    if place is None:
        return
    attempts = blocks.h5p_attempts.get(view.id, [])
    view.state = {
        "frame_url": place.frame_url,
        "state_url": reverse("tracking:h5p_state", args=blocks._path(view.id)),
        "statements_url": reverse("tracking:h5p_statements", args=blocks._path(view.id)),
        "again_url": reverse("tracking:h5p_afresh", args=blocks._path(view.id)) if attempts else "",
        **shown_result(place, attempts),
    }


#: Blocks that are neither questions nor work: type -> what puts the learner's part on the view.
OTHERS: dict[str, Callable[[LearnersBlocks, BlockView], None]] = {"final_test": _attach_test, "h5p": _attach_h5p}


def _shown(view: BlockView) -> list[object]:
    """What is on the page of a block; of a question no more than the learner is shown."""
    if view.question is not None:
        return [view.question.to_json(), view.result.to_json() if view.result else None]
    return [view.fields, [child["fields"] for nodes in view.children.values() for child in nodes]]
