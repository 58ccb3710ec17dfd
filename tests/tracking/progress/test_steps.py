from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracking.progress.strategies import histories
from tracking.progress.criterion import Criterion
from tracking.progress.events import Event
from tracking.progress.fold import fold
from tracking.progress.steps import Proposal, fits, next_node

CRITERION = Criterion(("l1", "l2", "l3", "l4"), {"l1": 4, "l2": 12, "l3": 5, "l4": 3}, "test", "l4", 70)
ORDER = ["l1", "d1", "l2", "l3", "l4"]


def state_of(*steps):
    """Events in this order, written "verb node" or "verb node in parent"."""
    history = []
    for place, step in enumerate(steps):
        verb, node, *parent = step.replace(" in ", " ").split()
        history.append(Event(f"e{place}", verb, node, f"2026-03-01T12:00:{place:02}Z", *parent))
    return fold({}, history)


def test_one_begins_at_the_beginning():
    assert next_node({}, CRITERION, ORDER) == "l1"


def test_one_goes_on_in_the_lesson_one_was_in_the_middle_of():
    assert next_node(state_of("launched l1", "launched l3"), CRITERION, ORDER) == "l3"


def test_after_a_lesson_done_comes_the_next_one():
    assert next_node(state_of("completed l1"), CRITERION, ORDER) == "l2"


def test_after_the_last_one_come_those_passed_over():
    state = state_of("completed l3", "completed l4", "passed test in l4")

    assert next_node(state, CRITERION, ORDER) == "l1"


def test_in_a_sequential_course_the_first_undone_is_next():
    assert next_node(state_of("launched l3"), CRITERION, ORDER, sequential=True) == "l1"


def test_a_dialogue_is_passed_over_but_says_where_one_is():
    assert next_node(state_of("launched d1"), CRITERION, ORDER) == "l2"


def test_an_answer_says_where_one_is_by_its_parent():
    assert next_node(state_of("launched l1", "answered q in l3"), CRITERION, ORDER) == "l3"


def test_a_chapter_deep_inside_falls_back_on_the_page_touched_last():
    state = state_of("launched l1", "launched l2", "answered chapter in book")

    assert next_node(state, CRITERION, ORDER) == "l2"


def test_the_tests_lesson_is_next_until_the_test_is_passed():
    lessons = ["completed l1", "completed l2", "completed l3", "completed l4"]

    assert next_node(state_of(*lessons), CRITERION, ORDER) == "l4"
    assert next_node(state_of(*lessons, "failed test in l4"), CRITERION, ORDER) == "l4"
    assert next_node(state_of(*lessons, "passed test in l4"), CRITERION, ORDER) is None


def test_ten_minutes_take_what_fits_and_pass_over_what_is_too_long():
    assert fits(10, {}, CRITERION, ORDER) == Proposal(("l1", "l3"), 9, over=False)


def test_minutes_that_just_suffice_suffice():
    assert fits(4, {}, CRITERION, ORDER).steps == ("l1",)


def test_too_few_minutes_propose_the_shortest_and_say_so():
    assert fits(2, {}, CRITERION, ORDER) == Proposal(("l4",), 3, over=True)


def test_a_sequential_course_passes_nothing_over():
    assert fits(10, {}, CRITERION, ORDER, sequential=True) == Proposal(("l1",), 4, over=False)
    assert fits(10, state_of("completed l1"), CRITERION, ORDER, sequential=True) == Proposal(("l2",), 12, over=True)


def test_nothing_is_proposed_when_nothing_is_left():
    state = state_of("completed l1", "completed l2", "completed l3", "completed l4", "passed test")

    assert fits(10, state, CRITERION, ORDER) == Proposal((), 0, over=False)


@settings(max_examples=150)
@given(histories, st.integers(1, 30), st.booleans())
def test_a_proposal_fits_or_says_that_it_does_not(history, minutes, sequential):
    state = fold({}, history)

    found = fits(minutes, state, CRITERION, ORDER, sequential=sequential)

    assert found.minutes == sum(CRITERION.minutes[step] for step in found.steps)
    assert found.over == (found.minutes > minutes)
    assert len(set(found.steps)) == len(found.steps)
    assert bool(found.steps) == (next_node(state, CRITERION, ORDER) is not None)
