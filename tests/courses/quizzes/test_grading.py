import json

import pytest
from hypothesis import assume, given

from courses.quizzes.answers import Chosen, Judged, Matched, Ordered, Written
from courses.quizzes.grading import grade
from courses.quizzes.presenting import present
from courses.quizzes.questions import parse
from tests.courses.quizzes.strategies import answered, questions, right_answer, seeds
from tests.trees import matching, multiple_choice, number, ordering, short_text, single_choice, true_false


@given(answered(), seeds)
def test_a_score_lies_between_nothing_and_all_and_right_is_all(case, seed):
    result = grade(*case, seed)

    assert 0 <= result.score <= 1
    assert not result.correct or result.score == 1


@given(answered(), seeds, seeds)
def test_the_seed_changes_the_order_but_never_the_grade(case, first, second):
    one, other = grade(*case, first), grade(*case, second)

    assert (one.correct, one.score) == (other.correct, other.score)
    assert set(one.pieces) == set(other.pieces)


@given(questions, seeds)
def test_the_right_answer_is_right(question, seed):
    answer = right_answer(question)
    assume(not isinstance(answer, Chosen) or answer.options)
    assume(not isinstance(answer, Written) or answer.text.strip())

    assert grade(question, answer, seed).correct


@given(answered(), seeds)
def test_a_grade_is_json(case, seed):
    assert json.dumps(grade(*case, seed).to_json())


def test_each_option_is_marked_with_its_own_feedback():
    question = parse(single_choice("q", "a* b"))

    result = grade(question, Chosen(("b",)), "s")

    marks = {piece.id: (piece.given, piece.expected, piece.right, piece.feedback) for piece in result.pieces}
    assert marks == {"a": (False, True, False, "Om a"), "b": (True, False, False, "Om b")}
    assert (result.correct, result.score, result.explanation) == (False, 0, "Derfor.")


def test_options_are_marked_in_the_order_they_were_met():
    question = parse(multiple_choice("q", "a* b c d e"))

    pieces = grade(question, Chosen(("a",)), "s").pieces

    assert [piece.id for piece in pieces] == [option.id for option in present(question, "s").options]


@pytest.mark.parametrize(
    ("chosen", "score", "correct"),
    [
        (("a", "b"), 1, True),
        (("a",), 0.5, False),
        (("a", "c"), 0, False),
        (("a", "b", "c"), 0.5, False),
        (("c", "d"), 0, False),
        (("a", "b", "c", "d"), 0, False),
    ],
)
def test_a_wrong_option_costs_what_a_right_one_gives(chosen, score, correct):
    result = grade(parse(multiple_choice("q", "a* b* c d")), Chosen(chosen), "s")

    assert (result.score, result.correct) == (score, correct)


@pytest.mark.parametrize("build", [single_choice, multiple_choice])
def test_a_question_without_a_right_option_is_never_right(build):
    result = grade(parse(build("q", "a b")), Chosen(("a",)), "s")

    assert (result.correct, result.score) == (False, 0)


def test_an_option_that_is_gone_counts_as_wrong():
    assert not grade(parse(single_choice("q")), Chosen(("gone",)), "s").correct
    assert grade(parse(multiple_choice("q", "a* b")), Chosen(("a", "gone")), "s").score == 0


def test_true_or_false_has_feedback_for_both():
    question = parse(true_false("q", answer=False))

    assert grade(question, Judged(False), "s").feedback == "Ja."
    assert grade(question, Judged(True), "s").feedback == "Nej."


def test_matching_gives_the_share_of_pairs_that_are_right():
    answer = Matched((("p1", "p1"), ("p2", "p3"), ("p3", "p3")))

    result = grade(parse(matching("q")), answer, "s")

    assert (result.correct, result.score) == (False, pytest.approx(2 / 3))
    assert [(piece.given, piece.expected, piece.right) for piece in result.pieces] == [
        ("Yes", "Yes", True),
        ("Thanks", "No", False),
        ("Thanks", "Thanks", True),
    ]


def test_a_right_side_with_the_same_text_is_as_good():
    question = parse(matching("q", {"p1": ("Skole", "Ja"), "p2": ("Ældre", "Ja")}))

    assert grade(question, Matched((("p1", "p2"), ("p2", "p1"))), "s").correct


@pytest.mark.parametrize(
    ("order", "score"),
    [
        ("i1 i2 i3 i4", 1),
        ("i2 i3 i4 i1", 2 / 3),
        ("i4 i3 i2 i1", 0),
        ("i2 i1 i3 i4", 1 / 3),
        ("i1 i3 i2 i4", 0),
    ],
)
def test_ordering_gives_the_share_of_neighbours_kept(order, score):
    result = grade(parse(ordering("q")), Ordered(tuple(order.split())), "s")

    assert result.score == pytest.approx(score)
    assert result.correct == (score == 1)


def test_items_that_read_the_same_may_change_places():
    question = parse(ordering("q", {"i1": "Mål", "i2": "Ret", "i3": "Mål"}))

    assert grade(question, Ordered(("i3", "i2", "i1")), "s").correct


def test_items_are_marked_with_the_positions_they_were_given():
    result = grade(parse(ordering("q", {"i1": "A", "i2": "B", "i3": "C"})), Ordered(("i1", "i3", "i2")), "s")

    assert [(piece.text, piece.given, piece.expected, piece.right) for piece in result.pieces] == [
        ("A", 1, 1, True),
        ("B", 3, 2, False),
        ("C", 2, 3, False),
    ]


def test_a_short_text_is_right_in_any_of_the_accepted_wordings():
    question = parse(short_text("q", ("nulpunkt", "en baseline")))

    assert grade(question, Written(" En  BASELINE. "), "s").correct
    assert not grade(question, Written("baseline"), "s").correct


@pytest.mark.parametrize(
    ("text", "correct"), [("3,3", True), ("3,4", True), ("3,2", True), ("3,41", False), ("3,3 pct.", True)]
)
def test_the_tolerance_includes_both_its_ends(text, correct):
    assert grade(parse(number("q", value=3.3, tolerance=0.1)), Written(text), "s").correct is correct


def test_an_answer_to_another_type_of_question_is_the_callers_mistake():
    with pytest.raises(TypeError, match="does not answer"):
        grade(parse(true_false("q")), Chosen(("a",)), "s")
