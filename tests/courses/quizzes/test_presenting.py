import json

from hypothesis import assume, given

from courses.quizzes.presenting import present, right_token
from courses.quizzes.questions import parse
from tests.courses.quizzes.strategies import orderings, questions, seeds
from tests.trees import matching, number, ordering, single_choice, true_false


@given(questions, seeds)
def test_a_seed_gives_the_same_presentation_every_time(question, seed):
    assert present(question, seed) == present(question, seed)


@given(questions, seeds)
def test_a_presentation_is_json(question, seed):
    presented = present(question, seed).to_json()

    assert json.loads(json.dumps(presented)).keys() == presented.keys()


@given(orderings, seeds)
def test_an_ordering_question_is_never_met_in_its_right_order(question, seed):
    right = [item.text for item in question.items]
    assume(len(set(right)) > 1)

    met = [item.text for item in present(question, seed).items]

    assert met != right
    assert sorted(met) == sorted(right)


def test_the_order_drawn_is_this_one_on_every_machine():
    presented = present(parse(single_choice("q", "a* b c d e")), "forsøg 1")

    assert "".join(item.id for item in presented.options) == "ebacd"


def test_every_option_comes_first_for_some_seed():
    question = parse(single_choice("q", "a* b c"))

    assert {present(question, str(seed)).options[0].id for seed in range(60)} == {"a", "b", "c"}


def test_nothing_tells_what_is_right():
    question = parse(single_choice("q", "a* b", explanation="HEMMELIGT"))

    sent = json.dumps(present(question, "s").to_json())

    assert not any(word in sent for word in ("correct", "feedback", "Om a", "HEMMELIGT", "true", "false"))
    assert present(parse(true_false("q", answer=True)), "s") == present(parse(true_false("q", answer=False)), "s")
    assert "75" not in json.dumps(present(parse(number("q", value=75)), "s").to_json())


def test_lefts_keep_their_order_and_rights_hide_whose_they_are():
    presented = present(parse(matching("q")), "s")

    assert [left.id for left in presented.lefts] == ["p1", "p2", "p3"]
    assert {right.text for right in presented.rights} == {"Yes", "No", "Thanks"}
    assert not {right.id for right in presented.rights} & {"p1", "p2", "p3"}
    assert all(len(right.id) == 16 for right in presented.rights)


def test_another_seed_gives_other_tokens():
    assert right_token("s", "p1") != right_token("t", "p1")


def test_a_right_side_that_two_lefts_share_is_shown_once():
    question = parse(matching("q", {"p1": ("Skole", "Ja"), "p2": ("Ældre", "Ja"), "p3": ("Vej", "Nej")}))

    assert sorted(right.text for right in present(question, "s").rights) == ["Ja", "Nej"]


def test_items_that_all_read_the_same_are_shown_as_they_are():
    assert len(present(parse(ordering("q", {"i1": "x", "i2": "x"})), "s").items) == 2


def test_a_number_shows_its_unit():
    assert present(parse(number("q", unit="kr.")), "s").unit == "kr."
