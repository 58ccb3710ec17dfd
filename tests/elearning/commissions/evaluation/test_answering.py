"""Answering: who is asked, what is kept, and that it stands once it is sent."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import ModelLogEntry

from elearning.accounts.personal_data import collect, erase
from elearning.commissions.actions.evaluation import AnswersMissing
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.evaluation.questionnaire import CURRENT, Kind
from elearning.commissions.models import Commission, EvaluationAnswer, Round, Wave, WaveMember
from tests.elearning.commissions.evaluation.conftest import END, answer, completed
from tests.tracking import factories
from tracking.learning.asking import asks_for
from tracking.models import Progress

pytestmark = pytest.mark.django_db


def url(enrolment, round_="end"):
    return reverse("commissions:evaluation", args=[enrolment.pk, round_])


def stored(enrolment) -> EvaluationAnswer | None:
    return EvaluationAnswer.objects.for_user(enrolment.user).filter(enrolment=enrolment).first()


@pytest.fixture
def enrolment(wave):
    return completed(wave)


@pytest.fixture
def learner_client(client, enrolment):
    client.force_login(enrolment.user)
    return client


def test_a_questionnaire_is_short():
    assert len(CURRENT[Round.END].questions) <= 10
    assert 3 <= len(CURRENT[Round.DAYS90].questions) <= 5
    assert sum(each.kind is Kind.TEXT for each in CURRENT[Round.END].questions) == 2


class TestThePage:
    def test_asks_each_question_in_a_group_with_a_legend_and_says_who_sees_what(self, learner_client, enrolment):
        page = learner_client.get(url(enrolment)).content.decode()

        for question in CURRENT[Round.END].questions:
            assert str(question.text) in page
        assert page.count("<legend") == len(END)
        assert "Du bestemmer selv, om du vil svare" in page
        assert "færre end fem personer" in page

    def test_keeps_a_draft_that_counts_for_nothing(self, learner_client, enrolment):
        answered = learner_client.post(url(enrolment), {"gain": "4", "best": " Samtalen\0 ", "do": "save"}, follow=True)

        assert stored(enrolment).answers == {"gain": "4", "best": "Samtalen"}
        assert stored(enrolment).submitted_at is None
        page = answered.content.decode()
        assert 'value="4" checked' in page
        assert "Samtalen</textarea>" in page

    def test_says_what_is_missing_and_keeps_the_rest(self, learner_client, enrolment):
        response = learner_client.post(url(enrolment), {"gain": "4", "do": "send"})

        assert response.status_code == 422
        assert response.content.decode().count("Vælg et af svarene.") == len(END) - 1
        assert 'href="#id_use_0"' in response.content.decode()
        assert stored(enrolment).answers == {"gain": "4"}
        assert stored(enrolment).submitted_at is None

    def test_takes_no_answer_that_is_not_offered(self, learner_client, enrolment):
        hostile = {**END, "gain": "6", "most": "<script>", "unknown": "x", "best": "x" * 9000, "do": "save"}
        learner_client.post(url(enrolment), hostile)

        kept = stored(enrolment).answers
        assert "gain" not in kept
        assert "most" not in kept
        assert "unknown" not in kept
        assert len(kept["best"]) == 2000

    def test_shows_what_was_sent_and_takes_it_once(self, learner_client, enrolment):
        page = learner_client.post(url(enrolment), {**END, "do": "send"}, follow=True).content.decode()
        assert "Tak for dine svar" in page
        assert "Min hvis-så-plan" in page

        learner_client.post(url(enrolment), {**END, "gain": "1", "do": "send"})
        assert stored(enrolment).answers["gain"] == "4"

    def test_of_somebody_else_is_not_there(self, client, wave, enrolment):
        client.force_login(completed(wave).user)

        assert client.get(url(enrolment)).status_code == 404
        assert client.post(url(enrolment), {**END, "do": "send"}).status_code == 404
        assert client.get(url(enrolment, "x")).status_code == 404
        assert stored(enrolment) is None


class TestWhoIsAsked:
    def test_is_whoever_has_completed_until_she_has_sent_her_answers(self, enrolment):
        [ask] = asks_for([enrolment]).values()
        assert ask.url == url(enrolment)
        answer(enrolment, send=False)
        assert asks_for([enrolment])[enrolment.pk].button == "Fortsæt med at svare"
        answer(enrolment)
        assert asks_for([enrolment]) == {}

    @pytest.mark.parametrize(("ago", "round_"), [(0, "end"), (89, "end"), (90, "days90"), (149, "days90"), (150, "")])
    def test_one_round_after_the_other(self, wave, ago, round_):
        enrolment = completed(wave, ago=ago)
        found = asks_for([enrolment])

        assert [ask.url for ask in found.values()] == ([url(enrolment, round_)] if round_ else [])

    def test_is_found_on_the_pages_of_the_course(self, learner_client, enrolment, monkeypatch):
        monkeypatch.setattr("tracking.learning.taking.Taking.summary", _done(), raising=False)
        for page in (reverse("tracking:overview"), reverse("tracking:course", args=[enrolment.pk])):
            assert url(enrolment) in learner_client.get(page).content.decode()

    def test_is_nobody_without_an_order_or_without_having_completed(self, wave, enrolment):
        Progress.objects.for_municipality(enrolment.municipality_id).update(completed_at=None)
        assert asks_for([enrolment]) == {}
        with pytest.raises(CommissionRefused):
            answer(enrolment)

        other = completed(wave)
        Wave.objects.for_municipality(wave.municipality_id).update(commission=None)
        assert asks_for([other]) == {}
        assert asks_for([]) == {}

    def test_only_oneself_answers(self, wave, enrolment):
        from elearning.commissions.actions.evaluation import AnswerEvaluation

        with pytest.raises(PermissionDenied):
            AnswerEvaluation(enrolment, Round.END, END, user=completed(wave).user).execute()


def _done():
    from types import SimpleNamespace

    return SimpleNamespace(complete=True, ripe=True, done=["x"], total=1, completed_at=None)


def test_what_is_missing_is_said_and_the_log_tells_who_answered_but_not_what(enrolment):
    with pytest.raises(AnswersMissing) as missing:
        answer(enrolment, gain="")
    assert set(missing.value.fields) == {"gain"}
    answer(enrolment)

    entry = ModelLogEntry.objects.get(action="commissions.evaluation.answer")
    assert entry.data == {"round": "end"}


def test_who_has_left_the_group_is_still_counted_for_its_order(enrolment, running: Commission):
    answer(enrolment)
    WaveMember.objects.for_municipality(running.municipality_id).filter(enrolment=enrolment).delete()

    assert running.evaluation_answers.count() == 1


def test_answers_are_in_my_data_and_go_with_the_account(enrolment):
    answer(enrolment, best="Samtalen")
    rows = {datum.name: rows for datum, rows in collect(enrolment.user)}["evaluations"]
    assert {"Samtalen", "Enig"} <= {row["answer"] for row in rows}

    erase(enrolment.user)
    assert not EvaluationAnswer._base_manager.exists()


def test_a_course_outside_any_order_asks_nothing(client):
    own = factories.bare_enrolment()
    client.force_login(own.user)

    assert client.get(url(own)).status_code == 200
    assert "Spørgsmålene er ikke åbne" in client.get(url(own)).content.decode()
    assert client.post(url(own), {"do": "send"}).content.decode().count("<form") <= 2
    assert stored(own) is None
