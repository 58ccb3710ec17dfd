import pytest

from courses.estimates import Understated, budget, estimate, minutes_of, minutes_outside, understated
from tests.trees import (
    block,
    course,
    dialogue,
    lesson,
    matching,
    module,
    multiple_choice,
    node,
    number,
    ordering,
    paragraph,
    practise,
    short_text,
    single_choice,
    true_false,
)


def words(number_of: int) -> str:
    return f"<p>{'ord ' * number_of}</p>"


def minutes(*body, **fields) -> float:
    made = lesson(*body)
    return estimate(made, course(module(made), **fields)).minutes


def test_an_empty_lesson_takes_half_a_minute():
    assert minutes() == 0.5


def test_a_minute_is_160_words():
    assert minutes(paragraph(words(160))) == 1.5


@pytest.mark.parametrize(
    ("made", "cost"),
    [
        (single_choice("q"), 0.6),
        (true_false("q"), 0.6),
        (multiple_choice("q"), 0.8),
        (short_text("q"), 1),
        (number("q"), 1),
        (matching("q"), 1.25),
        (ordering("q"), 1.25),
        (block("exercise", prompt="Gør det"), 3),
        (block("three_piles", prompt="Del op"), 3),
        (block("benefit_card", prompt="Udfyld"), 3),
        (block("if_then_plan", prompt="Hvis"), 3),
        (block("follow_up", prompt="Aftal"), 3),
        (block("reflection", prompt="Tænk"), 1.5),
        (block("dilemma", situation="Svært", title="Valg"), 2.5),
        (block("video", minutes=4), 4),
        (block("video", minutes=None), 0),
        (block("download", document=None), 0),
    ],
)
def test_an_activity_costs_its_minutes_and_its_words_are_in_them(made, cost):
    assert minutes(made) == pytest.approx(0.5 + cost)


def test_a_pool_question_costs_what_the_question_costs():
    made = lesson(practise("q"), practise("hidden"), practise("gone"))
    tree = course(module(made), pool=[matching("q"), single_choice("hidden", hidden=True)])

    found = estimate(made, tree)

    assert (found.minutes, found.questions) == (1.75, 1)


def test_a_maturity_check_costs_a_quarter_of_a_minute_a_statement():
    made = lesson(block("maturity_check", introduction=""))
    tree = course(module(made))
    statements = [node("maturity_statement", code=f"s{place}", text="Vi gør det") for place in range(24)]
    tree["children"]["maturity"] = [node("maturity_theme", children={"statements": statements}, title="Tema")]

    found = estimate(made, tree)

    assert (found.minutes, found.statements) == (6.5, 24)


def test_a_final_test_costs_by_the_questions_drawn():
    assert minutes(block("final_test", introduction=""), draw_count=10) == 8.5


def test_what_is_hidden_or_for_others_takes_no_time():
    made = lesson(block("exercise", hidden=True), block("exercise", audience=["skole"]))
    tree = course(module(made))

    assert estimate(made, tree).exercises == 1
    assert estimate(made, tree, frozenset({"vej"})).minutes == 0.5


def test_an_estimate_says_what_it_is_made_of():
    made = lesson(paragraph(words(80)), block("reflection", prompt="Tænk"), block("exercise"), block("dilemma"))

    found = estimate(made, course(module(made)))

    assert (found.words, found.exercises, found.reflections, found.dilemmas) == (80, 1, 1, 1)
    assert found.minutes == 0.5 + 0.5 + 1.5 + 3 + 2.5


def test_the_authors_minutes_hold_and_the_estimate_stands_in_where_there_are_none():
    tree = course()

    assert minutes_of(lesson(minutes=7), tree) == 7
    assert minutes_of(lesson(paragraph(words(200)), minutes=None), tree) == 2


def test_lessons_and_dialogues_count_towards_the_budget():
    tree = course(
        module(lesson(minutes=200), dialogue(minutes=100), id_="m1", title="Et"),
        module(lesson(minutes=90, minutes_outside=30), id_="m2", title="To"),
    )

    found = budget(tree)

    assert (found.limit, found.lessons, found.dialogues) == (360, 290, 100)
    assert (found.used, found.over, found.outside) == (390, 30, 30)
    assert [(share.id, share.title, share.lessons, share.dialogues) for share in found.per_module] == [
        ("m1", "Et", 200, 100),
        ("m2", "To", 90, 0),
    ]


def test_a_budget_that_is_just_spent_is_kept():
    assert budget(course(module(lesson(minutes=360)))).over == 0


def test_two_days_have_twice_the_minutes():
    assert budget(course(days=2)).limit == 720


def test_what_is_hidden_is_not_in_the_budget():
    tree = course(module(lesson(minutes=10, hidden=True), lesson(minutes=5)), module(lesson(), hidden=True))

    assert budget(tree).used == 5


def test_minutes_outside_are_the_lessons_or_its_exercises_together():
    exercises = [block("exercise", minutes_outside=10), block("exercise", minutes_outside=5)]

    assert minutes_outside(lesson(*exercises, minutes_outside=0)) == 15
    assert minutes_outside(lesson(*exercises, minutes_outside=15)) == 15
    assert minutes_outside(lesson(minutes_outside=20)) == 20


def test_an_author_who_says_less_than_seventy_percent_is_warned():
    short = lesson(block("exercise"), block("exercise"), id_="short", minutes=4)
    enough = lesson(block("exercise"), block("exercise"), id_="enough", minutes=5)

    assert understated(course(module(short, enough, lesson(minutes=None)))) == [Understated("short", 4, 6.5)]
