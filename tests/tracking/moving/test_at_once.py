"""Moving somebody at the very moment she does something, and by two people at once."""

import pytest
from wagtail.models import PageLogEntry

from tests.at_once import at_once
from tests.tracking import factories
from tests.tracking.moving.building import enrolled, lessons, newer, operator, three_lessons
from tracking.actions.move_enrolments import MoveEnrolments
from tracking.learning.statements import record_completion
from tracking.models import Enrolment, Progress
from tracking.progress.projection import difference, fold_pending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moving():
    """Somebody with one step left, and a version that asks for one more."""
    first = factories.released(three_lessons())
    enrolment = enrolled(first, factories.municipality())
    for lesson in lessons(first.tree)[:2]:
        record_completion(enrolment, step=lesson["id"])
    fold_pending(enrolment)
    second = newer(first, *lessons(first.tree), factories.lesson())
    return enrolment, second, lessons(first.tree)[2]["id"]


def now(enrolment):
    return Enrolment.objects.for_user(enrolment.user).get(pk=enrolment.pk)


@pytest.mark.parametrize("_round", range(5))
def test_the_last_step_counts_on_the_version_it_was_in_time_for(moving, _round):
    enrolment, second, last = moving
    by = operator()
    results = at_once(
        lambda: MoveEnrolments(second, [enrolment.pk], by=by).execute(),
        lambda: record_completion(enrolment, step=last),
        lambda: fold_pending(now(enrolment)),
    )
    assert not [result for result in results if isinstance(result, Exception)]
    after = now(enrolment)
    fold_pending(after)
    progress = Progress.objects.for_municipality(after.municipality).get(enrolment=after)
    assert progress.state["nodes"][last]["done"]
    assert bool(progress.completed_at) == (after.release_id == enrolment.release_id)
    assert difference(after) == ()


def test_two_who_move_her_at_once_move_her_once(moving):
    enrolment, second, _last = moving
    by = operator()
    results = at_once(*[lambda: MoveEnrolments(second, [enrolment.pk], by=by).execute()] * 3)
    assert sorted(len(done.moved) for done in results) == [0, 0, 1]
    assert now(enrolment).release_id == second.pk
    assert PageLogEntry.objects.filter(action="tracking.move").count() == 1
