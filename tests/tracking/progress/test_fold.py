import copy
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracking.progress.sequences import progress_as_delivered, progress_as_sent, sequence
from tests.tracking.progress.strategies import delivered, events, histories
from tracking.progress.events import Event
from tracking.progress.fold import fold


def event(verb="completed", node="l1", second=0, id_="", **fields):
    return Event(id_ or f"e{second}", verb, node, f"2026-03-01T12:00:{second:02}Z", **fields)


def stamp(second):
    return f"2026-03-01T12:00:{second:02}.000000Z"


def as_json(state):
    return json.dumps(state, sort_keys=True, allow_nan=False)


@settings(max_examples=500)
@given(delivered())
def test_lost_order_doubles_and_batches_make_no_difference(case):
    history, batches = case
    in_order = sorted(set(map(id_of, history)))
    by_key = {id_of(event): event for event in history}

    state = {}
    for batch in batches:
        state = json.loads(json.dumps(fold(state, batch)))

    assert as_json(state) == as_json(fold({}, [by_key[key] for key in in_order]))


@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_random_sequences_give_the_progress_of_what_was_sent(seed):
    """A thousand here, 100 000 in ``make bench``."""
    chance = random.Random(seed)
    for number in range(100):
        given = sequence(chance)

        assert progress_as_delivered(given) == progress_as_sent(given), (seed, number)


def test_a_random_sequence_doubles_reorders_and_drops():
    chance = random.Random(0)
    given = [sequence(chance) for _ in range(100)]
    arrived = [[event for batch in each.batches for event in batch] for each in given]

    assert all(
        {event.id for event in each.sent} == {event.id for event in some}
        for each, some in zip(given, arrived, strict=True)
    )
    assert any(len(some) > len(each.sent) for each, some in zip(given, arrived, strict=True))
    assert any(some != sorted(some, key=lambda event: event.timestamp) for some in arrived)
    assert any(len(each.batches) > 1 for each in given)


def id_of(event):
    return event.timestamp, event.id, repr(event)


@settings(max_examples=150)
@given(histories, histories)
def test_folding_again_what_was_folded_changes_nothing(history, more):
    state = fold(fold({}, history), more)

    assert as_json(fold(state, history)) == as_json(state)


@settings(max_examples=150)
@given(histories, histories)
def test_what_is_done_is_never_lost_and_the_best_never_falls(history, more):
    before = fold({}, history)
    after = fold(before, more)

    for node, entry in before["nodes"].items():
        now = after["nodes"][node]
        assert entry["done"] is None or now["done"] <= entry["done"]
        assert entry["passed"] is None or now["passed"] <= entry["passed"]
        assert entry["score"] is None or now["score"] >= entry["score"]
        assert now["right"] or not entry["right"]
    assert before["completion"] is None or after["completion"] is not None


@settings(max_examples=150)
@given(histories, events)
def test_a_child_leaves_its_parent_untouched(history, child):
    state = fold({}, history)
    others = {node: entry for node, entry in state["nodes"].items() if node != child.node}

    after = fold(state, [child])["nodes"]

    assert {node: entry for node, entry in after.items() if node != child.node} == others


@given(histories, histories)
def test_the_state_given_is_left_as_it_was(history, more):
    state = fold({}, history)
    before = copy.deepcopy(state)

    fold(state, more)

    assert state == before


@given(st.lists(st.integers(0, 59), min_size=1))
def test_a_node_was_done_the_first_time_it_was_completed(seconds):
    state = fold({}, [event(second=second) for second in seconds])

    assert state["nodes"]["l1"]["done"] == stamp(min(seconds))


def test_the_state_of_nothing_has_its_form():
    assert fold({}, []) == {"nodes": {}, "last": None, "completion": None}


def test_opening_a_lesson_does_not_complete_it():
    entry = fold({}, [event("launched"), event("experienced"), event("progressed")])["nodes"]["l1"]

    assert (entry["seen"], entry["done"]) == (stamp(0), None)


def test_passing_is_also_being_done():
    entry = fold({}, [event("passed", "test", 3, score=0.8)])["nodes"]["test"]

    assert (entry["done"], entry["passed"], entry["score"]) == (stamp(3), stamp(3), 0.8)


def test_failing_later_keeps_the_pass_and_the_best_score():
    history = [event("passed", "test", 1, score=0.9), event("failed", "test", 2, score=0.4)]

    entry = fold({}, history)["nodes"]["test"]

    assert (entry["passed"], entry["score"]) == (stamp(1), 0.9)


def test_a_question_answered_right_once_has_been_answered_right():
    history = [event("answered", "q", 1, success=False), event("answered", "q", 2, success=True)]
    history.append(event("answered", "q", 3, success=False))

    entry = fold({}, history)["nodes"]["q"]

    assert (entry["answered"], entry["right"]) == (stamp(1), True)


def test_a_chapter_completed_does_not_complete_its_book():
    state = fold({}, [event("launched", "book"), event(node="book?chapter=1", parent="book", second=1)])

    assert state["nodes"]["book"]["done"] is None
    assert state["nodes"]["book?chapter=1"]["done"] == stamp(1)


def test_the_last_step_is_remembered_with_its_parent():
    state = fold({}, [event("answered", "q", 5, parent="l2"), event("launched", "l2", 4)])

    assert state["last"] == {"timestamp": stamp(5), "id": "e5", "node": "q", "parent": "l2"}


def test_the_first_completion_stays_with_what_applied_then():
    first = event(node="course", second=1, release=1, pass_mark=70, criterion={"required": ["l1"]})
    second = event(node="course", second=2, release=2, pass_mark=80, criterion={"required": ["l1", "l2"]})

    completion = fold({}, [second, first])["completion"]

    assert (completion["timestamp"], completion["release"], completion["pass_mark"]) == (stamp(1), 1, 70)
    assert completion["criterion"] == {"required": ["l1"]}


def test_completing_the_course_is_no_step_of_the_learners():
    history = [event(node="l1", second=1), event(node="course", second=2, criterion={"required": []})]

    assert fold({}, history)["last"]["node"] == "l1"
