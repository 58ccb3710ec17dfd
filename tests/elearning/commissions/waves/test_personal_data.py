"""What a wave keeps about people is shown to them, goes with them, and goes when its time is up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from elearning.accounts.personal_data import as_json, erase
from elearning.accounts.retention import DAYS, apply_rules
from elearning.commissions.models import ImportRow, ParticipantImport, Wave, WaveMember
from tests.elearning.commissions.waves import lists
from tests.elearning.commissions.waves.test_import import imported
from tests.elearning.commissions.waves.test_waves import add

pytestmark = pytest.mark.django_db


def rows(user, name):
    return as_json(user)["data"][name]["rows"]


def test_a_participant_sees_her_group_and_her_row_in_the_list(wave):
    imported(wave, [lists.somebody(1), lists.somebody(2)])
    user = WaveMember.objects.for_municipality(wave.municipality).first().enrolment.user

    assert [(row["wave"], row["as_what"]) for row in rows(user, "waves")] == [("Forår", "deltager")]
    assert [row["email"] for row in rows(user, "participant-lists")] == [user.email]


def test_a_facilitator_sees_the_groups_she_runs(wave, facilitator):
    assert [(row["wave"], row["as_what"]) for row in rows(facilitator, "waves")] == [("Forår", "facilitator")]


def test_with_her_account_goes_all_of_it_and_the_group_stays(wave, facilitator):
    imported(wave, [lists.somebody(1), lists.somebody(2)])
    user = WaveMember.objects.for_municipality(wave.municipality).first().enrolment.user
    address = user.email
    erase(user)
    erase(facilitator)

    assert WaveMember.objects.for_municipality(wave.municipality).count() == 1
    assert not ImportRow.objects.about(address).exists()
    assert Wave.objects.for_municipality(wave.municipality).get().facilitator is None


def test_lists_go_when_their_time_is_up_and_those_they_enrolled_stay(wave):
    imported(wave, [lists.somebody(1)])
    ParticipantImport.objects.for_municipality(wave.municipality).update(
        created_at=timezone.now() - timedelta(days=DAYS["lists"] + 1)
    )
    newer = imported(wave, [lists.somebody(2)])

    assert apply_rules()["participant-lists"] == 1
    assert list(ParticipantImport.objects.for_municipality(wave.municipality)) == [newer]
    assert WaveMember.objects.for_municipality(wave.municipality).count() == 2


def test_who_is_in_a_group_can_be_forgotten_when_her_enrolment_is_too_old(wave):
    enrolment = add(wave).enrolment
    type(enrolment)._base_manager.filter(pk=enrolment.pk).update(
        created_at=timezone.now() - timedelta(days=DAYS["enrolments"] + 1)
    )

    assert apply_rules()["enrolments"] == 1
    assert not WaveMember.objects.for_municipality(wave.municipality).exists()
