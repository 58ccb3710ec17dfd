"""Reads of progress: what is stored plus what is pending, so that a learner sees her own last step (DESIGN 6 (4))."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from courses.selectors import release_tree
from courses.trees.nodes import walk
from elearning.municipalities.models import Membership
from tracking.enrolling.process import setting
from tracking.models import Enrolment, PendingFold, Progress
from tracking.progress.criterion import Criterion, criterion
from tracking.progress.events import Event, InvalidEvent
from tracking.progress.fold import State, fold
from tracking.progress.summary import Summary, summarise
from tracking.xapi.statements import event_of

logger = logging.getLogger(__name__)


def current_state(enrolment: Enrolment) -> State:
    """The fold's state with what is pending, in two queries.

    Pending first: what a worker folds between the two is then in both, and folding twice makes no difference.
    """
    of = enrolment.municipality_id
    pending = list(
        PendingFold.objects.for_municipality(of)
        .filter(enrolment=enrolment)
        .order_by("pk")
        .values_list("statement__raw", flat=True)
    )
    stored = Progress.objects.for_municipality(of).filter(enrolment=enrolment).values_list("state", flat=True).first()
    return fold(stored or {}, events_of(pending))


def current_summary(enrolment: Enrolment) -> Summary:
    """What she has done and what is left. ``ripe`` is to be shown as complete: the record follows in a moment."""
    return summarise(current_state(enrolment), criterion_of(enrolment))


def criterion_of(enrolment: Enrolment) -> Criterion:
    """What the enrolment's learner must do on the release she is on, with the pass mark that applied at the start."""
    release_id = enrolment.release_id
    audiences = _audiences(enrolment) if _audience_matters(release_id) else frozenset()
    return _criterion(release_id, pass_mark_of(enrolment), audiences)


def pass_mark_of(enrolment: Enrolment) -> int:
    """In per cent: the municipality's at enrolment, or the course's."""
    return int(setting(enrolment, "pass_mark"))


def events_of(raws: Iterable[dict[str, Any]]) -> Iterator[Event]:
    """The events of statements. One that cannot be read is passed over, loudly: it must not stop the others."""
    for raw in raws:
        try:
            yield event_of(raw)
        except (InvalidEvent, KeyError, TypeError, AttributeError):
            logger.exception("Statement %s cannot be folded", raw.get("id"))


@lru_cache(maxsize=512)
def _criterion(release_id: int, pass_mark: int, audiences: frozenset[str]) -> Criterion:
    return criterion(release_tree(release_id), pass_mark, audiences)


@lru_cache(maxsize=256)
def _audience_matters(release_id: int) -> bool:
    """Whether there is a final test that not everybody meets: only then a membership need be read."""
    tree = release_tree(release_id)
    lists = (place.node["fields"].get("audience") for place in walk(tree))
    everybody = frozenset(one for wanted in lists if isinstance(wanted, list) for one in wanted)
    return criterion(tree, 0, frozenset()) != criterion(tree, 0, everybody)


def _audiences(enrolment: Enrolment) -> frozenset[str]:
    membership = Membership.objects.for_municipality(enrolment.municipality_id).filter(user=enrolment.user_id).first()
    return membership.audiences if membership else frozenset()
