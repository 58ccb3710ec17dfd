from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses.trees.nodes import pages
from tests.at_once import at_once
from tests.tracking import factories
from tests.tracking.examinees import answer, complete_lessons, course_with_test, examinee, take
from tracking.actions.start_test import StartTest, seed_of
from tracking.models import Attempt, Enrolment
from tracking.testing.errors import AlreadyPassed, NoTest, NotInTurn, TooEarly

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))


def test_what_applies_is_frozen_into_the_attempt():
    enrolment = examinee(settings={"pass_mark": 80, "draw_count": 6}, draw_count=8)

    attempt = StartTest(enrolment).execute()

    assert (attempt.pass_mark, len(attempt.questions), attempt.number) == (80, 8, 1)
    assert attempt.release_id == enrolment.release_id
    assert attempt.kind == Attempt.Kind.TEST


@pytest.mark.parametrize("draw_count", [5, 7, 10])
def test_every_module_has_at_least_one_question(draw_count):
    enrolment = examinee(draw_count=draw_count)
    theme_of = {
        block["fields"]["question"]: page.module["id"]
        for page in pages(enrolment.release.tree)
        for block in page.node["children"]["body"]
        if block["type"] == "pool_question"
    }

    attempt = StartTest(enrolment).execute()

    assert len(set(attempt.questions)) == draw_count
    assert {theme_of[question] for question in attempt.questions} == set(theme_of.values())


def test_a_smaller_pool_is_asked_whole():
    assert len(StartTest(examinee(modules=2, draw_count=4, settings={"draw_count": 10})).execute().questions) == 4


def test_a_course_without_a_test_has_none():
    enrolment = factories.enrolment(factories.released(factories.course(factories.module(factories.lesson()))))

    with pytest.raises(NoTest):
        StartTest(enrolment).execute()
    assert not enrolment.attempts.exists()


def test_an_unfinished_attempt_is_gone_on_with():
    enrolment = examinee()
    first = StartTest(enrolment, now=NOON).execute()
    answer(first, 1)

    assert StartTest(enrolment, now=NOON + timedelta(days=9)).execute() == first


def test_an_attempt_begun_meanwhile_in_another_tab_is_taken():
    enrolment = examinee()
    one, two = StartTest(enrolment), StartTest(Enrolment.objects.for_user(enrolment.user).get())

    assert one.execute() == two.execute()
    assert enrolment.attempts.count() == 1


def test_a_failed_attempt_opens_the_next_the_following_day():
    enrolment = examinee()
    take(enrolment, right=6, now=NOON)

    with pytest.raises(TooEarly) as refused:
        StartTest(enrolment, now=NOON.replace(hour=23, minute=59)).execute()
    assert refused.value.opens_at == NOON.replace(day=11, hour=0)
    assert StartTest(enrolment, now=NOON.replace(day=11, hour=0)).execute().number == 2


def test_the_day_is_counted_from_when_the_test_was_handed_in():
    enrolment = examinee()
    attempt = StartTest(enrolment, now=NOON - timedelta(days=3)).execute()
    for place in range(1, 11):
        answer(attempt, place, right=False, now=NOON)

    with pytest.raises(TooEarly):
        StartTest(enrolment, now=NOON + timedelta(hours=1)).execute()


def test_the_municipality_may_allow_the_same_day():
    enrolment = examinee(settings={"attempt_rule": "same_day"})
    take(enrolment, right=0, now=NOON)

    assert StartTest(enrolment, now=NOON).execute().number == 2


def test_a_new_attempt_draws_anew():
    enrolment = examinee(each=6, settings={"attempt_rule": "same_day"})
    first = take(enrolment, right=0)

    second = StartTest(enrolment).execute()

    assert second.seed != first.seed
    assert second.questions != first.questions


def test_a_passed_test_is_not_taken_again():
    enrolment = examinee()
    take(enrolment, right=10, now=NOON)

    with pytest.raises(AlreadyPassed):
        StartTest(enrolment, now=NOON + timedelta(days=2)).execute()


def test_in_a_sequential_course_the_test_waits_its_turn():
    enrolment = examinee(settings={"order_rule": "sequential"})

    with pytest.raises(NotInTurn):
        StartTest(enrolment).execute()
    complete_lessons(enrolment)
    assert StartTest(enrolment).execute().number == 1


def test_a_hidden_lessons_questions_are_not_drawn():
    tree = course_with_test(modules=5, draw_count=8)
    hidden = tree["children"]["modules"][0]["children"]["pages"][0]
    hidden["fields"]["hidden"] = True
    practised = {block["fields"]["question"] for block in hidden["children"]["body"]}

    attempt = StartTest(factories.enrolment(factories.released(tree))).execute()

    assert practised.isdisjoint(attempt.questions)


def test_moving_to_another_release_leaves_an_attempt_as_it_is():
    enrolment = examinee()
    attempt = StartTest(enrolment).execute()
    enrolment.release = factories.renamed_release(enrolment.release, "Nyt navn")
    enrolment.save()

    again = StartTest(enrolment).execute()
    for place in range(1, 11):
        again = answer(again, place)

    assert again.pk == attempt.pk
    assert again.release_id != enrolment.release_id
    assert again.passed


def test_the_seed_is_not_derived_from_what_the_page_shows(settings):
    enrolment = examinee()
    block = StartTest(enrolment).execute().block_id
    seed = seed_of(enrolment, block, 1)
    settings.SECRET_KEY = "en anden"

    assert seed_of(enrolment, block, 1) != seed


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_begin_at_the_same_moment_have_one_attempt():
    enrolment = examinee()

    one, other = at_once(*[StartTest(enrolment).execute] * 2)

    assert one == other
    assert Attempt.objects.for_municipality(enrolment.municipality).count() == 1
