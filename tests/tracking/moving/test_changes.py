"""Where somebody goes on when her step is gone."""

from hypothesis import given
from hypothesis import strategies as st

from courses.trees.nodes import Node
from tests.tracking import factories
from tracking.moving.changes import changes, nearest_step
from tracking.progress.criterion import criterion

steps = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(step=st.sampled_from("abcdefgh"), before=steps, after=steps)
def test_a_step_that_is_still_there_is_kept_and_another_is_one_of_both(step, before, after):
    found = nearest_step(step, before, after)
    if step in after:
        assert found == step
    elif step in before and set(before) & set(after):
        assert found in before
        assert found in after
    else:
        assert found == ""


@given(step=st.sampled_from("abcdefgh"), before=steps, after=steps)
def test_no_step_that_is_left_is_nearer(step, before, after):
    found = nearest_step(step, before, after)
    if not found or step not in before:
        return
    distance = abs(before.index(found) - before.index(step))
    assert all(abs(before.index(other) - before.index(step)) >= distance for other in set(before) & set(after))


def test_of_two_as_near_it_is_the_one_that_follows():
    assert nearest_step("b", "abc", "ac") == "c"


def change(before: Node, after: Node, done: tuple[str, ...] = ()):
    return changes(before, after, criterion(before, 70), criterion(after, 70), done)


def test_a_new_required_step_opens_and_one_she_has_done_does_not():
    old, new = factories.lesson(title="Gammel"), factories.lesson(title="Ny")
    before, after = factories.course(factories.module(old)), factories.course(factories.module(old, new))
    assert change(before, after).opened == ("Ny",)
    assert change(before, after, (new["id"],)).opened == ()
    assert change(after, before).gone == ("Ny",)


def test_a_hidden_step_is_gone_and_an_optional_one_opens_nothing():
    kept, old = factories.lesson(), factories.lesson(title="Skjult")
    hidden = {**old, "fields": {**old["fields"], "hidden": True}}
    extra = factories.lesson(title="Frivillig", required=False)
    before = factories.course(factories.module(kept, old))
    found = change(before, factories.course(factories.module(kept, hidden, extra)))
    assert (found.opened, found.gone, found.test_opens) == ((), ("Skjult",), False)


def test_another_final_test_is_to_be_taken():
    lesson = factories.lesson()
    test = factories.lesson(factories.block("final_test", introduction=""), title="Prøven")
    before, after = factories.course(factories.module(lesson)), factories.course(factories.module(lesson, test))
    assert change(before, after).test_opens
