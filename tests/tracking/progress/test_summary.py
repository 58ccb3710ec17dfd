from hypothesis import given, settings

from tests.tracking.progress.strategies import histories
from tracking.progress.criterion import Criterion
from tracking.progress.events import Event
from tracking.progress.fold import fold
from tracking.progress.summary import summarise

CRITERION = Criterion(("l1", "l2", "l3"), {"l1": 4, "l2": 6, "l3": 10}, "test", "l3", 70)


def state_of(*done, **more):
    verbs = {"test": "passed"}
    return fold(
        {},
        [
            Event(f"e{place}", verbs.get(node, "completed"), node, f"2026-03-01T12:00:{place:02}Z", **more)
            for place, node in enumerate(done)
        ],
    )


def completed(state, second=30):
    event = Event("c", "completed", "course", f"2026-03-01T12:00:{second}Z", criterion=CRITERION.to_json())
    return fold(state, [event])


def test_nothing_done_is_nothing():
    found = summarise({}, CRITERION)

    assert (found.done, found.total, found.percent, found.minutes_left) == (frozenset(), 4, 0, 20)
    assert (found.complete, found.ripe, found.test_passed) == (False, False, False)


def test_lessons_and_the_test_count_alike():
    found = summarise(state_of("l1", "test"), CRITERION)

    assert (found.done, found.percent) == ({"l1", "test"}, 50)
    assert (found.minutes_done, found.minutes_left, found.test_passed) == (4, 16, True)


def test_the_criterion_met_is_ripe_until_it_is_recorded():
    met = state_of("l1", "l2", "l3", "test")

    assert (summarise(met, CRITERION).ripe, summarise(met, CRITERION).complete) == (True, False)
    found = summarise(completed(met), CRITERION)
    assert (found.ripe, found.complete, found.completed_at) == (False, True, "2026-03-01T12:00:30.000000Z")


def test_a_test_that_is_only_completed_is_not_passed():
    state = fold({}, [Event("e", "completed", "test", "2026-03-01T12:00:00Z", score=0.4)])

    found = summarise(state, CRITERION)

    assert (found.test_passed, found.best_test_score, found.percent) == (False, 0.4, 0)


def test_a_new_lesson_reopens_the_percentage_but_not_the_completion():
    larger = Criterion(("l1", "l2", "l3", "l4"), {**CRITERION.minutes, "l4": 5}, "test", "l3", 70)

    found = summarise(completed(state_of("l1", "l2", "l3", "test")), larger)

    assert (found.percent, found.complete, found.ripe) == (80, True, False)


def test_almost_done_is_never_a_hundred():
    many = tuple(f"n{number}" for number in range(300))

    assert summarise(state_of(), Criterion(many, {}, None, None, 70)).percent == 0
    done = fold({}, [Event(node, "completed", node, "2026-03-01T12:00:00Z") for node in many[:-1]])
    assert summarise(done, Criterion(many, {}, None, None, 70)).percent == 99


def test_a_course_that_asks_for_nothing_is_never_ripe():
    found = summarise(state_of("l1"), Criterion((), {}, None, None, 70))

    assert (found.ripe, found.percent, found.test_passed) == (False, 0, False)


@settings(max_examples=150)
@given(histories, histories)
def test_more_events_never_take_anything_away(history, more):
    before = summarise(fold({}, history), CRITERION)
    after = summarise(fold(fold({}, history), more), CRITERION)

    assert before.done <= after.done
    assert before.percent <= after.percent <= 100
    assert after.complete or not before.complete
    assert (after.percent == 100) == (len(after.done) == after.total)
    assert after.minutes_done + after.minutes_left == 20
