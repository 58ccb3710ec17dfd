from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.tracking import factories
from tests.tracking.examinees import answer, examinee, form_for, signed_in, take
from tests.worlds import world
from tracking.actions.start_test import StartTest
from tracking.models import Attempt, Response

pytestmark = pytest.mark.django_db


def url(name, enrolment, *args):
    return reverse(f"tracking:{name}", args=[enrolment.pk, *args])


@world
def enrolment():
    return examinee()


@pytest.fixture
def client(enrolment):
    return signed_in(enrolment.user)


def begin(client, enrolment):
    client.post(url("test", enrolment))
    return enrolment.attempts.get()


def test_the_landing_tells_the_rules_and_begins_nothing(client, enrolment):
    page = client.get(url("test", enrolment))

    assert "70" in page.content.decode()
    assert "Nu gælder det." in page.content.decode()
    assert not enrolment.attempts.exists()


def test_beginning_leads_to_the_first_question(client, enrolment):
    response = client.post(url("test", enrolment))

    assert response.url == url("test_question", enrolment, 1)
    assert client.get(response.url).status_code == 200


def test_beginning_twice_makes_one_attempt(client, enrolment):
    client.post(url("test", enrolment))
    client.post(url("test", enrolment))

    assert enrolment.attempts.count() == 1


def test_a_right_answer_is_in_no_page_before_the_answer(client, enrolment):
    attempt = begin(client, enrolment)

    for place in range(1, 11):
        asked = client.get(url("test_question", enrolment, place)).content
        refused = client.post(url("test_question", enrolment, place), {"question": attempt.questions[place - 1]})
        assert refused.status_code == 422
        for page in (asked, refused.content):
            assert b"FEEDBACK" not in page
            assert b"FORKLARING" not in page
            assert attempt.seed.encode() not in page
        answer(attempt, place)


def test_feedback_follows_at_once_and_stays(client, enrolment):
    attempt = begin(client, enrolment)

    response = client.post(url("test_question", enrolment, 1), form_for(attempt, 1, right=False))

    assert response.status_code == 303
    page = client.get(response.url).content.decode()
    assert "FEEDBACK-ret" in page
    assert "FORKLARING" in page
    assert url("test_question", enrolment, 2) in page


def test_the_test_goes_on_where_it_was_left_on_any_device(client, enrolment):
    attempt = begin(client, enrolment)
    answer(attempt, 1)
    answer(attempt, 2)
    telephone = signed_in(enrolment.user)

    assert telephone.get(url("test", enrolment)).url == url("test_question", enrolment, 3)
    assert telephone.get(url("test_question", enrolment, 7)).url == url("test_question", enrolment, 3)
    assert telephone.get(url("test_result", enrolment)).url == url("test_question", enrolment, 3)


def test_the_order_is_the_same_when_the_page_is_loaded_again(client, enrolment):
    attempt = begin(client, enrolment)

    def options():
        question = client.get(url("test_question", enrolment, 1)).context["question"]
        return question.id, [option.id for option in question.options]

    assert options() == options()
    assert options()[0] == attempt.questions[0]


def test_an_answer_out_of_order_is_not_found_and_not_stored(client, enrolment):
    attempt = begin(client, enrolment)

    assert client.post(url("test_question", enrolment, 4), form_for(attempt, 4)).status_code == 404
    assert client.post(url("test_question", enrolment, 99), form_for(attempt, 4)).status_code == 404
    assert client.get(url("test_question", enrolment, 99)).status_code == 404
    assert not attempt.responses.exists()


def test_another_questions_answer_is_refused(client, enrolment):
    attempt = begin(client, enrolment)

    assert client.post(url("test_question", enrolment, 1), form_for(attempt, 2)).status_code == 422
    assert client.post(url("test_question", enrolment, 1), {"option": "x"}).status_code == 422
    assert not attempt.responses.exists()


def test_a_page_of_an_earlier_attempt_answers_nothing_in_this_one(client, enrolment):
    attempt = begin(client, enrolment)
    address = url("test_question", enrolment, 1) + "?forsoeg=7"

    assert client.post(address, form_for(attempt, 1)).status_code == 422
    assert not attempt.responses.exists()


def test_nothing_is_answered_before_the_test_is_begun(client, enrolment):
    assert client.post(url("test_question", enrolment, 1), {"option": "x"}).status_code == 404
    assert client.get(url("test_question", enrolment, 1)).url == url("test", enrolment)
    assert client.get(url("test_result", enrolment)).url == url("test", enrolment)


def test_the_result_tells_how_it_went_and_when_to_try_again(client, enrolment):
    take(enrolment, right=6)

    page = client.get(url("test_result", enrolment))

    tomorrow = timezone.localdate() + timedelta(days=1)
    assert (page.context["right"], page.context["total"], page.context["passed"]) == (6, 10, False)
    assert timezone.localdate(page.context["next_at"]) == tomorrow
    assert len(page.context["missed"]) == 4
    assert "FEEDBACK-ret" in page.content.decode()
    assert page.context["retry_action"] is None


def test_while_waiting_the_test_does_not_begin(client, enrolment):
    take(enrolment, right=6)

    assert client.get(url("test", enrolment)).context["action"] is None
    assert client.post(url("test", enrolment)).status_code == 409
    assert enrolment.attempts.count() == 1


def test_the_day_after_it_can_be_taken_again(client, enrolment):
    take(enrolment, right=6, now=timezone.now() - timedelta(days=1))

    assert client.get(url("test_result", enrolment)).context["retry_action"] == url("test", enrolment)
    assert client.get(url("test", enrolment)).context["action"] == url("test", enrolment)
    assert client.post(url("test", enrolment)).url == url("test_question", enrolment, 1)


def test_a_passed_test_can_be_looked_at_and_not_taken_again(client, enrolment):
    take(enrolment, right=9)

    assert client.get(url("test", enrolment)).url == url("test_result", enrolment)
    assert client.post(url("test", enrolment)).url == url("test_result", enrolment)
    assert client.get(url("test_question", enrolment, 3)).status_code == 200
    page = client.get(url("test_result", enrolment))
    assert page.context["passed"]
    assert len(page.context["missing"]) == 5


def test_a_course_without_a_test_has_no_such_page():
    enrolment = factories.enrolment(factories.released(factories.course(factories.module(factories.lesson()))))
    client = signed_in(enrolment.user)

    assert client.get(url("test", enrolment)).status_code == 404
    assert client.post(url("test", enrolment)).status_code == 409


PAGES = [("test", ()), ("test_question", (1,)), ("test_result", ())]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_somebody_elses_test_is_not_found(enrolment, name, args):
    StartTest(enrolment).execute()
    stranger = signed_in(factories.learner())

    assert stranger.get(url(name, enrolment, *args)).status_code == 404
    assert stranger.post(url(name, enrolment, *args)).status_code in (404, 405)
    assert not Response.objects.for_municipality(enrolment.municipality).exists()
    assert Attempt.objects.for_municipality(enrolment.municipality).count() == 1


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_visitor_is_sent_to_sign_in(enrolment, name, args):
    response = Client().get(url(name, enrolment, *args))

    assert response.status_code == 302
    assert response.url.startswith(resolve_url(django_settings.LOGIN_URL))


def test_a_question_page_asks_the_same_few_queries_however_many_questions(
    client, enrolment, django_assert_max_num_queries
):
    attempt = begin(client, enrolment)
    answer(attempt, 1)
    client.get(url("test_question", enrolment, 2))

    with django_assert_max_num_queries(9):
        client.get(url("test_question", enrolment, 2))
