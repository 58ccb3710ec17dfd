from decimal import Decimal

import pytest

from courses.quizzes.questions import MalformedQuestion, Option, Pair, is_question, parse
from tests.trees import matching, multiple_choice, number, paragraph, question, single_choice, true_false


def test_a_choice_keeps_its_options_in_order():
    parsed = parse(single_choice("q", "a b*"))

    assert parsed.type == "single_choice"
    assert parsed.options == (Option("a", "A", False, "Om a"), Option("b", "B", True, "Om b"))


def test_a_hidden_option_is_left_out():
    node = multiple_choice("q", "a* b c")
    node["children"]["options"][1]["fields"]["hidden"] = True

    assert [option.id for option in parse(node).options] == ["a", "c"]


def test_a_matching_question_has_pairs():
    assert parse(matching("q", {"p": ("Ja", "Yes")})).pairs == (Pair("p", "Ja", "Yes"),)


def test_a_tenth_is_a_tenth():
    parsed = parse(number("q", value=0.1, tolerance=None))

    assert (parsed.value, parsed.tolerance) == (Decimal("0.1"), 0)


def test_what_is_missing_may_be_empty_but_not_the_prompt():
    bare = true_false("q", code=None, explanation=None, level=None)
    assert (parse(bare).code, parse(bare).explanation, parse(bare).level) == ("", "", 1)

    del bare["fields"]["prompt"]
    with pytest.raises(MalformedQuestion, match="prompt"):
        parse(bare)


@pytest.mark.parametrize(
    "node",
    [
        paragraph("x"),
        question("single_choice", "q"),
        number("q", value="mange"),
        number("q", value=float("nan")),
        number("q", value=1, tolerance="Infinity"),
        number("q", value=None),
    ],
)
def test_what_is_no_question_is_refused(node):
    with pytest.raises(MalformedQuestion):
        parse(node)


def test_only_the_seven_types_are_questions():
    assert is_question(number())
    assert not is_question(paragraph("x"))
