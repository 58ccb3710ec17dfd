"""What meets a wish, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.process import SETTINGS
from elearning.commissions.models import Wish
from elearning.commissions.wishes.matching import (
    SETTING_OF,
    Action,
    Kind,
    Wanted,
    WorkbenchChange,
    answers,
    candidate,
    known_beforehand,
    marks,
    meets,
)

COURSE, MODULE, LESSON, BLOCK, OTHER = "course", "module", "lesson", "block", "other"


def change(kind: str, node: str, *within: str, fields: tuple[str, ...] = (), digest: str = "") -> WorkbenchChange:
    return WorkbenchChange(Kind(kind), node, page_id=LESSON, within=frozenset(within), fields=fields, digest=digest)


def wish(action: str, node: str = "", *within: str, known: tuple[str, ...] = ()) -> Wanted:
    return Wanted(Action(action), node, COURSE, frozenset(within), frozenset(known))


MET = {
    "a lesson is hidden": (wish("hide", LESSON, MODULE), change("hidden", LESSON, MODULE)),
    "its module is hidden": (wish("hide", LESSON, MODULE), change("hidden", MODULE)),
    "a page of our own is taken away": (wish("hide", LESSON, MODULE), change("removed", LESSON, MODULE)),
    "a lesson is moved": (wish("move", LESSON, MODULE), change("moved", LESSON, MODULE)),
    "a field of the lesson is changed": (wish("adapt", LESSON), change("changed", LESSON, fields=("title",))),
    "a block on the lesson is changed": (wish("adapt", LESSON), change("changed", BLOCK, LESSON, fields=("text",))),
    "a block on it is hidden": (wish("adapt", LESSON), change("hidden", BLOCK, LESSON)),
    "a block in the module's lesson": (wish("adapt", MODULE), change("changed", BLOCK, LESSON, MODULE)),
    "a case is added to the lesson": (wish("add", LESSON), change("added", OTHER, LESSON, MODULE)),
    "a lesson is added to the module": (wish("add", MODULE), change("added", OTHER, MODULE)),
    "a block is locked": (wish("lock", BLOCK), change("locked", BLOCK, LESSON)),
    "a block is unlocked": (wish("unlock", BLOCK), change("unlocked", BLOCK, LESSON)),
    "the course's own page is locked": (wish("lock"), change("locked", COURSE)),
    "an own deadline": (wish("deadline"), change("setting", COURSE, fields=("deadline_days",))),
    "an own pass mark": (wish("pass_mark"), change("setting", COURSE, fields=("pass_mark",))),
}
NOT_MET = {
    "another lesson is hidden": (wish("hide", LESSON, MODULE), change("hidden", OTHER, MODULE)),
    "a block on the lesson is hidden": (wish("hide", LESSON, MODULE), change("hidden", BLOCK, LESSON, MODULE)),
    "the lesson is shown": (wish("hide", LESSON), change("shown", LESSON)),
    "the lesson is changed, not hidden": (wish("hide", LESSON), change("changed", LESSON, fields=("title",))),
    "the lesson is hidden, not adapted": (wish("adapt", LESSON), change("hidden", LESSON)),
    "the lesson is moved, not adapted": (wish("adapt", LESSON), change("moved", LESSON)),
    "something beside it is changed": (wish("adapt", LESSON), change("changed", OTHER, MODULE)),
    "what holds it is changed": (wish("adapt", LESSON, MODULE), change("changed", MODULE)),
    "a neighbour is added": (wish("add", LESSON, MODULE), change("added", OTHER, MODULE)),
    "what holds it is moved": (wish("move", LESSON, MODULE), change("moved", MODULE)),
    "it is locked, not unlocked": (wish("unlock", BLOCK), change("locked", BLOCK)),
    "the lesson is locked, not its block": (wish("lock", BLOCK, LESSON), change("locked", LESSON)),
    "another setting": (wish("deadline"), change("setting", COURSE, fields=("reminder_days",))),
    "the whole course is to be adapted": (wish("adapt"), change("changed", COURSE, fields=("title",))),
    "something is to be added somewhere": (wish("add"), change("added", OTHER)),
    "something else": (wish("other", LESSON), change("changed", LESSON, fields=("title",))),
}


@pytest.mark.parametrize(("wanted", "made"), MET.values(), ids=MET)
def test_the_change_meets_the_wish(wanted: Wanted, made: WorkbenchChange) -> None:
    assert meets(wanted, [change("changed", "unrelated"), made]) == made


@pytest.mark.parametrize(("wanted", "made"), NOT_MET.values(), ids=NOT_MET)
def test_the_change_does_not_meet_the_wish(wanted: Wanted, made: WorkbenchChange) -> None:
    assert meets(wanted, [made]) is None
    assert candidate(wanted, [made]) is None


def test_what_was_there_before_the_wish_is_proposed_and_does_not_meet_it() -> None:
    before = change("changed", LESSON, fields=("title",), digest="1")
    wanted = wish("adapt", LESSON, known=(before.mark,))
    assert meets(wanted, [before]) is None
    assert candidate(wanted, [before]) == before


def test_what_is_changed_again_is_another_change() -> None:
    before, after = (change("changed", LESSON, fields=("title",), digest=digest) for digest in "12")
    assert before.key == after.key
    assert meets(wish("adapt", LESSON, known=(before.mark,)), [after]) == after


@pytest.mark.parametrize("action", Action)
def test_only_a_state_may_have_been_there_before(action: Action) -> None:
    there = [change("hidden", LESSON), change("locked", BLOCK), change("changed", BLOCK, LESSON)]
    known = known_beforehand(action, there)
    assert known == ([] if action in (Action.HIDE, Action.LOCK, Action.UNLOCK) else marks(there))


changes = st.builds(
    WorkbenchChange,
    kind=st.sampled_from(Kind),
    node_id=st.sampled_from([COURSE, MODULE, LESSON, BLOCK, OTHER]),
    within=st.frozensets(st.sampled_from([MODULE, LESSON, BLOCK])),
    fields=st.sampled_from([(), ("title",), *((name,) for name in SETTINGS)]),
    digest=st.sampled_from(["", "1", "2"]),
)
wishes = st.builds(
    Wanted,
    action=st.sampled_from(Action),
    node_id=st.sampled_from(["", MODULE, LESSON, BLOCK]),
    course_id=st.just(COURSE),
    within=st.frozensets(st.just(MODULE)),
)


@given(wishes, st.lists(changes, max_size=6))
def test_what_is_known_never_meets_a_wish_and_what_meets_it_answers_it(
    wanted: Wanted, made: list[WorkbenchChange]
) -> None:
    found = meets(wanted, made)
    assert found is None or (found in made and answers(wanted, found))
    known = Wanted(wanted.action, wanted.node_id, wanted.course_id, wanted.within, frozenset(marks(made)))
    assert meets(known, made) is None


def test_the_model_has_the_same_actions() -> None:
    assert [action.value for action in Action] == list(Wish.Action.values)


def test_every_process_setting_can_be_wished_for() -> None:
    assert sorted(SETTING_OF.values()) == sorted(SETTINGS)
