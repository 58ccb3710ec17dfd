import json

from tests.trees import block, course, dialogue, lesson, module
from tracking.progress.criterion import Criterion, criterion


def final_test(id_="test", **fields):
    return block("final_test", id_, introduction="", **fields)


def test_every_visible_required_lesson_and_the_final_test_are_asked_for():
    tree = course(
        module(lesson(id_="l1", minutes=4), lesson(id_="l2", required=False), dialogue(id_="d1")),
        module(lesson(id_="l3", hidden=True), lesson(final_test(), id_="l4", minutes=9)),
        module(lesson(id_="l5"), hidden=True),
    )

    assert criterion(tree, 70) == Criterion(("l1", "l4"), {"l1": 4, "l4": 9}, "test", "l4", 70)


def test_a_test_in_an_optional_lesson_counts_with_the_lessons_minutes():
    found = criterion(course(module(lesson(final_test(), id_="l1", required=False, minutes=9))), 80)

    assert (found.required, found.test, found.test_lesson, found.minutes) == ((), "test", "l1", {"l1": 9})


def test_a_hidden_test_is_not_asked_for():
    assert criterion(course(module(lesson(final_test(hidden=True)))), 70).test is None
    assert criterion(course(module(lesson(final_test(), hidden=True))), 70).test is None


def test_each_audience_may_have_its_own_test():
    tree = course(module(lesson(final_test("a", audience=["skole"]), final_test("b", audience=["vej"]))))

    assert criterion(tree, 70, frozenset({"vej"})).test == "b"


def test_a_criterion_is_read_back_from_json():
    found = criterion(course(module(lesson(final_test()), lesson())), 70)

    assert Criterion.from_json(json.loads(json.dumps(found.to_json()))) == found
