"""One learner taking one course: her enrolment, her release's tree and what she has done, read once a request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from django.urls import reverse

from courses.selectors import release_tree
from courses.trees.nodes import Node, Page, is_visible, pages
from elearning.municipalities.models import Membership
from tracking.enrolling.process import setting
from tracking.models import Enrolment
from tracking.progress.criterion import Criterion
from tracking.progress.selectors import criterion_of, current_state
from tracking.progress.steps import Proposal, fits, next_node
from tracking.progress.summary import Summary, summarise

Status = Literal["new", "started", "completed"]


class Taking:
    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment = enrolment

    @cached_property
    def tree(self) -> Node:
        return release_tree(self.enrolment.release_id)

    @cached_property
    def state(self) -> Mapping[str, Any]:
        return current_state(self.enrolment)

    @cached_property
    def criterion(self) -> Criterion:
        return criterion_of(self.enrolment)

    @cached_property
    def summary(self) -> Summary:
        return summarise(self.state, self.criterion)

    @cached_property
    def audiences(self) -> frozenset[str]:
        """What the learner's own version of an example is chosen by."""
        membership = (
            Membership.objects.for_municipality(self.enrolment.municipality_id)
            .filter(user_id=self.enrolment.user_id)
            .first()
        )
        return membership.audiences if membership else frozenset()

    @cached_property
    def steps(self) -> dict[str, Page]:
        """Lessons and dialogues by id, in reading order."""
        return {page.node["id"]: page for page in pages(self.tree)}

    @cached_property
    def order(self) -> tuple[str, ...]:
        return tuple(self.steps)

    @property
    def sequential(self) -> bool:
        return bool(setting(self.enrolment, "order_rule") == "sequential")

    @property
    def title(self) -> str:
        return str(self.tree["fields"]["title"])

    def url(self, step: str | None = None) -> str:
        """The course's address, or a step's."""
        args = [self.enrolment.pk, step] if step else [self.enrolment.pk]
        return reverse("tracking:step" if step else "tracking:course", args=args)

    def block(self, step: str, block: str) -> Node | None:
        """A block of a step, if this learner meets it."""
        body = self.steps[step].node["children"]["body"]
        return next((node for node in body if node["id"] == block and is_visible(node, self.audiences)), None)

    def status(self, step: str) -> Status:
        entry = self.state.get("nodes", {}).get(step)
        if not entry:
            return "new"
        return "completed" if entry["done"] else "started"

    def is_open(self, step: str) -> bool:
        """In a sequential course the required steps before it must be done; what is done stays open."""
        if not self.sequential or self.status(step) == "completed":
            return True
        earlier = self.order[: self.order.index(step)]
        return all(self.status(page) == "completed" for page in earlier if page in self.criterion.required)

    def following(self, step: str) -> str | None:
        """The step after this one in the course's order; None after the last."""
        place = self.order.index(step) + 1
        return self.order[place] if place < len(self.order) else None

    def preceding(self, step: str) -> str | None:
        place = self.order.index(step)
        return self.order[place - 1] if place else None

    def next_step(self) -> str | None:
        """What she is to take next; None when nothing is left."""
        return next_node(self.state, self.criterion, self.order, sequential=self.sequential)

    def resume_step(self) -> str | None:
        """The step she was in, if it is not finished, else the next one."""
        position = self.enrolment.position_node
        if position in self.steps and self.status(position) != "completed" and self.is_open(position):
            return position
        return self.next_step()

    def resume_url(self) -> str:
        """The exact place to go on from, the block too where it is known."""
        step = self.resume_step()
        if step is None:
            return self.url()
        block = self.enrolment.position_block
        return self.url(step) + (f"#b-{block}" if block and step == self.enrolment.position_node else "")

    def that_fits(self, minutes: float) -> Proposal:
        return fits(minutes, self.state, self.criterion, self.order, sequential=self.sequential)
