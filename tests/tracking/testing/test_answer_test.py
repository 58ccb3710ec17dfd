from datetime import UTC, datetime

import pytest

from courses.quizzes.forms import InvalidAnswer
from tests.at_once import at_once
from tests.tracking.examinees import answer, complete_lessons, examinee, form_for, take
from tracking.actions.answer_test import AnswerTest
from tracking.actions.start_test import StartTest
from tracking.models import Response, Statement
from tracking.progress.projection import fold_pending
from tracking.progress.selectors import current_state, current_summary
from tracking.testing.errors import NotThisQuestion, OutOfOrder
from tracking.xapi import iris

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def recorded(enrolment):
    return [
        (statement.verb.rsplit("/", 1)[-1], iris.node_of(statement.object_id))
        for statement in Statement.objects.for_municipality(enrolment.municipality).order_by("pk")
    ]


def test_seven_of_ten_pass():
    attempt = take(examinee(), right=7, now=NOW)

    assert (attempt.passed, attempt.score, attempt.submitted_at) == (True, 0.7, NOW)


def test_six_of_ten_fail():
    enrolment = examinee()

    attempt = take(enrolment, right=6)

    assert attempt.passed is False
    assert recorded(enrolment)[-1] == ("failed", attempt.block_id)
    assert not current_summary(enrolment).test_passed


def test_every_answer_is_recorded_under_the_test_and_then_the_result():
    enrolment = examinee(modules=1, draw_count=2)

    attempt = take(enrolment, right=2)

    assert recorded(enrolment) == [
        ("answered", attempt.questions[0]),
        ("answered", attempt.questions[1]),
        ("passed", attempt.block_id),
        ("completed", attempt.node_id),
    ]
    parents = [
        iris.node_of(statement.raw["context"]["contextActivities"]["parent"][0]["id"])
        for statement in Statement.objects.for_municipality(enrolment.municipality).order_by("pk")[:3]
    ]
    assert parents == [attempt.block_id, attempt.block_id, attempt.node_id]


def test_passing_completes_the_lesson_that_holds_the_test_and_with_it_the_course():
    enrolment = examinee()
    complete_lessons(enrolment)

    take(enrolment, right=8)
    fold_pending(enrolment)

    summary = current_summary(enrolment)
    assert (summary.complete, summary.best_test_score) == (True, 0.8)


def test_failing_completes_nothing():
    enrolment = examinee()
    complete_lessons(enrolment)

    attempt = take(enrolment, right=1)

    assert not current_state(enrolment)["nodes"].get(attempt.node_id)


def test_an_answer_is_final():
    enrolment = examinee()
    attempt = StartTest(enrolment).execute()
    answer(attempt, 1, right=False)

    answer(attempt, 1, right=True)

    assert Response.objects.for_municipality(enrolment.municipality).get().correct is False
    assert len(recorded(enrolment)) == 1


def test_handing_in_twice_changes_nothing():
    enrolment = examinee()
    attempt = take(enrolment, right=3, now=NOW)

    again = answer(attempt, 10, right=True)

    assert (again.submitted_at, again.score) == (NOW, 0.3)
    assert len(recorded(enrolment)) == 11


@pytest.mark.parametrize("place", [0, -1, 2, 10, 11])
def test_only_the_question_asked_can_be_answered(place):
    enrolment = examinee()
    attempt = StartTest(enrolment).execute()

    with pytest.raises(OutOfOrder):
        AnswerTest(attempt, place, {}, question=attempt.questions[0]).execute()
    assert not attempt.responses.exists()


def test_an_answer_to_another_question_is_refused():
    enrolment = examinee()
    attempt = StartTest(enrolment).execute()
    other = form_for(attempt, 2)

    with pytest.raises(NotThisQuestion):
        AnswerTest(attempt, 1, {"option": [other["option"]]}, question=other["question"]).execute()
    assert not attempt.responses.exists()


@pytest.mark.parametrize("data", [{}, {"option": ["nogetandet"]}, {"option": ["a", "b"]}])
def test_what_is_no_answer_is_not_stored(data):
    enrolment = examinee()
    attempt = StartTest(enrolment).execute()

    with pytest.raises(InvalidAnswer):
        AnswerTest(attempt, 1, data, question=attempt.questions[0]).execute()
    assert not attempt.responses.exists()
    assert recorded(enrolment) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_moment_one_is_stored_and_recorded():
    enrolment = examinee()
    attempt = StartTest(enrolment).execute()

    at_once(lambda: answer(attempt, 1, right=True), lambda: answer(attempt, 1, right=False))

    stored = Response.objects.for_municipality(enrolment.municipality).get()
    (recorded_answer,) = Statement.objects.for_municipality(enrolment.municipality)
    assert recorded_answer.raw["result"]["success"] is stored.correct


@pytest.mark.django_db(transaction=True)
def test_the_last_answer_sent_twice_at_the_same_moment_hands_the_test_in_once():
    enrolment = examinee(modules=1, draw_count=1)
    attempt = StartTest(enrolment).execute()

    outcomes = at_once(*[lambda: answer(attempt, 1, right=True)] * 2)

    assert [outcome.passed for outcome in outcomes] == [True, True]
    assert [verb for verb, _ in recorded(enrolment)].count("passed") == 1
