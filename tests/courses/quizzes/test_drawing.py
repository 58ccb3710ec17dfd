import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes.drawing import PoolTooSmall, draw, eligible, pool_size
from tests.trees import course, dialogue, lesson, module, paragraph, practise, single_choice


def course_with(*themes: list[str], **fields):
    """A course with one module a list, one lesson practising the questions named in it."""
    names = sorted({name for theme in themes for name in theme})
    return course(
        *[module(lesson(*[practise(name) for name in theme]), id_=f"m{place}") for place, theme in enumerate(themes)],
        pool=[single_choice(name, f"{name}a* {name}b") for name in names],
        **fields,
    )


themes = st.lists(st.lists(st.integers(0, 30).map("q{}".format), max_size=8), min_size=1, max_size=6)


@given(themes, st.text(max_size=5), st.data())
def test_a_draw_never_repeats_and_is_the_same_for_a_seed(themes, seed, data):
    tree = course_with(*themes)
    count = data.draw(st.integers(0, pool_size(tree)))

    drawn = draw(tree, count, seed)

    assert len(set(drawn)) == len(drawn) == count
    assert set(drawn) <= eligible(tree).keys()
    assert draw(tree, count, seed) == drawn


@given(themes, st.text(max_size=5), st.data())
def test_every_theme_that_has_questions_is_drawn_from(themes, seed, data):
    tree = course_with(*themes)
    filled = [theme for theme in themes if theme]
    count = data.draw(st.integers(min(len(filled), pool_size(tree)), pool_size(tree)))

    drawn = set(draw(tree, count, seed))

    if count >= len(filled):
        assert all(drawn.intersection(theme) for theme in filled)


def test_with_fewer_questions_than_themes_no_theme_is_drawn_from_twice():
    tree = course_with(["a", "b"], ["c", "d"], ["e", "f"])

    for seed in range(20):
        drawn = draw(tree, 2, str(seed))

        assert len({eligible(tree)[name] for name in drawn}) == 2


def test_every_question_is_drawn_for_some_seed():
    tree = course_with(["a", "b", "c"], ["d", "e"])

    assert {name for seed in range(100) for name in draw(tree, 2, str(seed))} == set("abcde")


def test_another_seed_gives_another_draw():
    tree = course_with([f"q{number}" for number in range(20)])

    assert draw(tree, 10, "one") != draw(tree, 10, "two")


def test_a_pool_too_small_says_what_it_has_and_what_is_needed():
    with pytest.raises(PoolTooSmall) as caught:
        draw(course_with(["a", "b"]), 3, "s")

    assert (caught.value.have, caught.value.need) == (2, 3)


def test_a_question_that_no_lesson_practises_is_not_drawn():
    tree = course(module(lesson(paragraph("x"))), pool=[single_choice("a")])

    assert pool_size(tree) == 0


def test_a_hidden_lessons_questions_leave_the_test():
    shown, hidden = lesson(practise("a")), lesson(practise("b"), hidden=True)
    tree = course(module(shown, hidden), pool=[single_choice("a", "x*"), single_choice("b", "y*")])

    assert list(eligible(tree)) == ["a"]


def test_a_question_stays_while_one_of_its_lessons_is_shown():
    tree = course(
        module(lesson(practise("a"), hidden=True), id_="m1"),
        module(lesson(practise("a")), id_="m2"),
        pool=[single_choice("a")],
    )

    assert eligible(tree) == {"a": ("m2",)}


@pytest.mark.parametrize("where", ["module", "block", "question"])
def test_what_is_hidden_anywhere_else_leaves_the_test_too(where):
    tree = course(
        module(lesson(practise("a", hidden=where == "block")), hidden=where == "module"),
        pool=[single_choice("a", hidden=where == "question")],
    )

    assert pool_size(tree) == 0


def test_a_dialogue_adds_nothing_to_the_test():
    assert pool_size(course(module(dialogue(practise("a"))), pool=[single_choice("a")])) == 0


def test_a_reference_to_nothing_adds_nothing():
    assert pool_size(course(module(lesson(practise("gone"), practise(None))), pool=[single_choice("a")])) == 0


def test_a_question_for_others_is_drawn_for_them_only():
    tree = course(module(lesson(practise("a", audience=["skole"]))), pool=[single_choice("a")])

    assert draw(tree, 1, "s", frozenset({"skole"})) == ["a"]
    with pytest.raises(PoolTooSmall):
        draw(tree, 1, "s")
    assert pool_size(tree) == 1
