import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.answers import Answer, Chosen, Matched, Ordered, Written
from courses.quizzes.forms import InvalidAnswer, form_data, read_answer
from courses.quizzes.presenting import present, right_token
from courses.quizzes.questions import parse
from tests.courses.quizzes.strategies import answered, questions, seeds
from tests.trees import matching, multiple_choice, number, ordering, short_text, single_choice, true_false


@given(answered(), seeds)
def test_a_form_filled_from_an_answer_gives_it_again(case, seed):
    question, answer = case

    assert read_answer(question, form_data(answer, seed), seed) == answer


@given(answered())
def test_a_stored_answer_is_read_back(case):
    _, answer = case

    assert Answer.from_json(answer.to_json()) == answer


@given(answered(), seeds, seeds)
def test_what_is_stored_does_not_depend_on_the_seed(case, first, second):
    question, answer = case
    stored = [read_answer(question, form_data(answer, seed), seed).to_json() for seed in (first, second)]

    assert stored[0] == stored[1]


fields = st.sampled_from(
    [
        "option",
        "options",
        "value",
        "text",
        *(f"left-p{n}" for n in range(3)),
        *(f"position-i{n}" for n in range(3)),
    ]
)
values = st.one_of(st.text(), st.sampled_from(["o0", "o1", "1", "2", "true", "NaN", "\x00", "\ud800", "9" * 501]))


@given(questions, st.dictionaries(fields, st.lists(values, max_size=3)), seeds)
def test_hostile_input_is_an_answer_or_an_invalid_answer(question, data, seed):
    try:
        answer = read_answer(question, data, seed)
    except InvalidAnswer:
        return

    assert Answer.from_json(answer.to_json()) == answer


def test_choices_are_stored_in_the_questions_order():
    question = parse(multiple_choice("q", "a* b* c"))

    assert read_answer(question, {"options": ["c", "a"]}, "s") == Chosen(("a", "c"))


def test_a_token_becomes_the_pair_it_stands_for():
    question = parse(matching("q", {"p1": ("Ja", "Yes"), "p2": ("Nej", "No")}))
    tokens = {right.text: right.id for right in present(question, "s").rights}

    answer = read_answer(question, {"left-p1": [tokens["No"]], "left-p2": [tokens["No"]]}, "s")

    assert answer == Matched((("p1", "p2"), ("p2", "p2")))


def test_positions_become_an_order():
    question = parse(ordering("q", {"i1": "A", "i2": "B", "i3": "C"}))

    answer = read_answer(question, {"position-i1": ["3"], "position-i2": ["1"], "position-i3": ["2"]}, "s")

    assert answer == Ordered(("i2", "i3", "i1"))


def test_a_number_is_stored_as_it_was_written():
    assert read_answer(parse(number("q")), {"text": [" 75 pct. "]}, "s") == Written("75 pct.")


def test_unknown_fields_are_ignored():
    data = {"option": ["a"], "csrfmiddlewaretoken": ["x"], "position-i9": ["1"]}

    assert read_answer(parse(single_choice("q")), data, "s") == Chosen(("a",))


@pytest.mark.parametrize(
    ("node", "data", "code", "field"),
    [
        (single_choice("q"), {}, "missing", "option"),
        (single_choice("q"), {"option": [""]}, "missing", "option"),
        (single_choice("q"), {"option": ["a", "b"]}, "several", "option"),
        (single_choice("q"), {"option": ["z"]}, "unknown", "option"),
        (multiple_choice("q"), {"options": []}, "missing", "options"),
        (multiple_choice("q"), {"options": ["a", "a"]}, "duplicate", "options"),
        (multiple_choice("q"), {"options": ["a", "z"]}, "unknown", "options"),
        (true_false("q"), {"value": ["True"]}, "unknown", "value"),
        (matching("q"), {"left-p1": ["p1"]}, "unknown", "left-p1"),
        (matching("q"), {"left-p1": [right_token("s", "p1")]}, "missing", "left-p2"),
        (matching("q"), {"left-p1": [right_token("other", "p1")]}, "unknown", "left-p1"),
        (ordering("q", {"i1": "A", "i2": "B"}), {"position-i1": ["1"]}, "missing", "position-i2"),
        (
            ordering("q", {"i1": "A", "i2": "B"}),
            {"position-i1": ["1"], "position-i2": ["1"]},
            "not_permutation",
            "position",
        ),
        (
            ordering("q", {"i1": "A", "i2": "B"}),
            {"position-i1": ["0"], "position-i2": ["1"]},
            "not_permutation",
            "position",
        ),
        (short_text("q"), {"text": ["x" * 501]}, "too_long", "text"),
        (short_text("q"), {"text": ["nul\x00punkt"]}, "control_character", "text"),
        (short_text("q"), {"text": ["nul\ud800punkt"]}, "control_character", "text"),
        (short_text("q"), {"text": [" \u200b. "]}, "missing", "text"),
        (number("q"), {"text": ["NaN"]}, "not_a_number", "text"),
        (number("q"), {"text": ["mange"]}, "not_a_number", "text"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(node, data, code, field):
    with pytest.raises(InvalidAnswer) as caught:
        read_answer(parse(node), data, "s")

    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_bare_text_instead_of_a_list_is_the_callers_mistake():
    with pytest.raises(TypeError, match="list"):
        read_answer(parse(single_choice("q")), {"option": "a"}, "s")


def test_what_no_answer_wrote_is_refused():
    with pytest.raises(ValueError, match="stored"):
        Answer.from_json({"value": "true"})
