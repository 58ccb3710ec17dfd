from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.analysis import ItemResponse, analyse
from courses.quizzes.questions import parse
from tests.trees import single_choice, true_false

QUESTION = parse(single_choice("q", "a* b c"))


def responses(*given_: tuple[int, str]):
    return [ItemResponse(total, option == "a", (option,)) for total, option in given_]


some_responses = st.lists(
    st.builds(
        lambda rest, option: ItemResponse(rest + (option == "a"), option == "a", (option,)),
        st.integers(0, 9),
        st.sampled_from("abc"),
    ),
    min_size=5,
    max_size=40,
)


def test_fewer_than_five_answers_show_nothing():
    assert analyse(QUESTION, responses(*[(3, "a")] * 4)) is None


def test_an_item_counts_its_answers_and_its_wrong_options():
    found = analyse(QUESTION, responses((9, "a"), (8, "a"), (7, "a"), (2, "b"), (1, "b")))

    assert (found.question, found.answers, found.right) == ("q", 5, 0.6)
    assert found.wrong == {"b": 2, "c": 0}


def test_a_question_that_tells_the_strong_from_the_weak_discriminates():
    strong_are_right = responses((9, "a"), (8, "a"), (7, "a"), (2, "b"), (1, "c"))
    weak_are_right = responses((9, "b"), (8, "b"), (7, "c"), (2, "a"), (1, "a"))

    assert analyse(QUESTION, strong_are_right).discrimination > 0.9
    assert analyse(QUESTION, weak_are_right).discrimination < -0.9


def test_the_question_itself_does_not_count_towards_the_rest():
    only_the_item_differs = responses((4, "a"), (4, "a"), (4, "a"), (3, "b"), (3, "b"))

    assert analyse(QUESTION, only_the_item_differs).discrimination is None


def test_discrimination_is_undefined_where_everybody_is_right():
    assert analyse(QUESTION, responses(*[(total, "a") for total in range(1, 7)])).discrimination is None


def test_other_types_have_no_options_to_count():
    answers = [ItemResponse(3, True)] * 5

    assert analyse(parse(true_false("q")), answers).wrong == {}


@given(some_responses)
def test_discrimination_is_pearsons_correlation_with_the_rest(answers):
    found = analyse(QUESTION, answers).discrimination
    rights = [float(answer.correct) for answer in answers]
    rests = [answer.total - answer.correct for answer in answers]

    if len(set(rights)) == 1 or len(set(rests)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(correlation(rights, rests))


@given(some_responses)
def test_every_single_choice_is_right_or_one_of_the_wrong_options(answers):
    found = analyse(QUESTION, answers)

    assert round(found.right * found.answers) + sum(found.wrong.values()) == found.answers
