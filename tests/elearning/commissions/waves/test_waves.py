"""Planning and running waves: who may, what is refused, and that progress follows the person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from elearning.commissions.actions.wave_members import (
    AddParticipant,
    InviteEverybody,
    JoinWave,
    MoveParticipant,
    RemoveParticipant,
)
from elearning.commissions.actions.waves import ChangeWave, PauseWave, PlanWave, RenewJoinLink, ResumeWave, WavePlan
from elearning.commissions.models import Wave, WaveMember
from elearning.commissions.waves.reading import Entry
from elearning.commissions.waves.rules import WaveOver, WaveRefused, may_run
from elearning.commissions.waves.selectors import figures, members_of
from elearning.municipalities.models import Membership
from tests.elearning.commissions import people
from tests.elearning.commissions.waves.conftest import planned
from tests.factories import MunicipalityFactory
from tests.tracking import factories
from tracking.enrolling.rules import NotOffered, OtherMunicipality
from tracking.learning.statements import record_completion, record_visit
from tracking.models import Enrolment, Progress
from tracking.progress.projection import fold_pending

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def plan(**given: Any) -> WavePlan:
    return WavePlan(**{"name": "Forår", "starts": TODAY, "ends": TODAY + timedelta(days=9), **given})


def add(wave: Wave, email: str = "ny@lilleroed.example", **given: Any) -> WaveMember:
    return AddParticipant(wave, Entry(1, email, **given), user=wave.facilitator).execute()


def end(wave: Wave) -> None:
    Wave.objects.for_municipality(wave.municipality_id).filter(pk=wave.pk).update(
        starts=TODAY - timedelta(days=9), ends=TODAY - timedelta(days=1)
    )


def logged(wave: Wave) -> list[str]:
    rows = ModelLogEntry.objects.filter(object_id=str(wave.pk), action__startswith="commissions.wave").order_by("pk")
    return [row.action.rpartition(".")[2] for row in rows]


class TestPlanning:
    @pytest.mark.parametrize("role", ["editor", "facilitator"])
    def test_is_for_editors_and_facilitators(self, home, release, role):
        person = people.member(home, role)
        wave = PlanWave(home, release.course, plan(), user=person).execute()

        assert (wave.course, wave.created_by) == (release.course, person)
        assert logged(wave) == ["plan"]

    @pytest.mark.parametrize("role", ["learner", "approver"])
    def test_is_not_for_others(self, home, release, role, stranger):
        for person in (people.member(home, role), stranger):
            with pytest.raises(PermissionDenied):
                PlanWave(home, release.course, plan(), user=person).execute()

    def test_needs_a_course_that_is_offered(self, home, editor):
        with pytest.raises(NotOffered):
            PlanWave(home, factories._bare_course(), plan(), user=editor).execute()

    def test_refuses_a_facilitator_without_the_role_and_an_order_that_is_not_approved(
        self, home, release, editor, learner, stranger, order
    ):
        for given in ({"facilitator": learner}, {"facilitator": stranger}, {"commission": order}):
            with pytest.raises(WaveRefused):
                PlanWave(home, release.course, plan(**given), user=editor).execute()
        assert not Wave.objects.for_municipality(home).exists()

    def test_refuses_to_end_before_it_begins_in_the_database_too(self, home, release, editor, wave):
        with pytest.raises(WaveRefused, match="Sidste dag"):
            ChangeWave(wave, plan(ends=TODAY - timedelta(days=1)), user=editor).execute()
        with pytest.raises(IntegrityError), transaction.atomic():
            Wave.objects.for_municipality(home).update(ends=TODAY - timedelta(days=99))

    def test_a_facilitator_runs_her_own_waves_and_no_others(self, home, release, wave, facilitator, editor):
        other = people.member(home, "facilitator")

        assert (may_run(facilitator, wave), may_run(editor, wave), may_run(other, wave)) == (True, True, False)
        with pytest.raises(PermissionDenied):
            PauseWave(wave, user=other).execute()

    def test_pausing_and_going_on_are_logged_once(self, wave, facilitator):
        for action in (PauseWave, PauseWave, ResumeWave, ResumeWave):
            action(wave, user=facilitator).execute()

        assert logged(wave) == ["plan", "pause", "resume"]

    def test_a_new_link_takes_the_place_of_the_old(self, wave, facilitator):
        renewed = RenewJoinLink(wave, user=facilitator).execute()

        assert renewed.join_key != wave.join_key
        assert not Wave.objects.by_key(wave.join_key).exists()


class TestParticipants:
    def test_one_is_added_as_a_list_of_one(self, wave, asked, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            member = add(wave, name="Ny Leder", level="head")

        assert (member.name, member.enrolment.source) == ("Ny Leder", "wave")
        assert Membership.objects.for_municipality(wave.municipality).get(user=member.enrolment.user).level == "head"
        assert asked == [("send_invitations", wave.pk)]
        assert add(wave) == member

    def test_another_municipalitys_address_is_refused_with_its_name(self, wave):
        MunicipalityFactory(name="Storerød", official_name="Storerød Kommune", email_domains=["storeroed.example"])

        with pytest.raises(WaveRefused, match="Adressen hører til Storerød Kommune"):
            add(wave, "sten@storeroed.example")

    def test_an_editor_enrols_in_her_own_municipality_only(self, wave, stranger):
        with pytest.raises(PermissionDenied):
            AddParticipant(wave, Entry(1, "ny@lilleroed.example"), user=stranger).execute()

    def test_nobody_comes_into_a_wave_that_has_ended(self, wave, facilitator):
        end(wave)
        for action in (
            AddParticipant(wave, Entry(1, "ny@lilleroed.example"), user=facilitator),
            InviteEverybody(wave, user=facilitator),
        ):
            with pytest.raises(WaveOver):
                action.execute()

    def test_progress_follows_from_wave_to_wave(self, home, release, facilitator, wave):
        member = add(wave)
        started(member.enrolment)
        other = planned(home, release, facilitator, "Efterår")
        MoveParticipant(member, other, user=facilitator).execute()

        [moved] = members_of(other)
        assert (moved.pk, moved.enrolment_id, moved.status) == (member.pk, member.enrolment_id, "started")
        assert figures(wave).total == 0
        assert logged(other)[-1] == "move_participant"

    def test_nobody_is_moved_to_another_course_or_to_a_wave_one_does_not_run(self, home, release, facilitator, wave):
        member = add(wave)
        another = factories.released(factories.course(factories.module(factories.lesson())))
        with pytest.raises(WaveRefused):
            MoveParticipant(member, planned(home, another, facilitator), user=facilitator).execute()
        not_hers = planned(home, release, people.member(home, "facilitator"))
        with pytest.raises(PermissionDenied):
            MoveParticipant(member, not_hers, user=facilitator).execute()

    def test_who_is_taken_out_keeps_her_enrolment(self, wave, facilitator):
        member = add(wave)
        RemoveParticipant(member, user=facilitator).execute()

        assert figures(wave).total == 0
        assert Enrolment.objects.for_municipality(wave.municipality).filter(pk=member.enrolment_id).exists()
        assert logged(wave)[-1] == "remove_participant"

    def test_are_counted_by_how_far_they_are(self, wave):
        _new, begun, done = (add(wave, f"l{number}@lilleroed.example") for number in range(3))
        started(begun.enrolment)
        completed(done.enrolment)

        found = figures(wave)
        assert (found.new, found.started, found.completed) == (1, 1, 1)
        assert [member.status for member in members_of(wave)] == ["new", "started", "completed"]

    def test_the_list_costs_one_query_however_many_there_are(self, wave, django_assert_num_queries):
        for number in range(5):
            started(add(wave, f"l{number}@lilleroed.example").enrolment)
        with django_assert_num_queries(1):
            assert [(member.name, member.status) for member in members_of(wave)]


def started(enrolment: Enrolment) -> None:
    record_visit(enrolment, course=None, step=lessons(enrolment)[0])
    fold_pending(enrolment)


def completed(enrolment: Enrolment) -> None:
    for lesson in lessons(enrolment):
        record_completion(enrolment, step=lesson)
    fold_pending(enrolment)
    assert Progress.objects.for_municipality(enrolment.municipality_id).get(enrolment=enrolment).completed_at


def lessons(enrolment: Enrolment) -> list[str]:
    pages = enrolment.release.tree["children"]["modules"][0]["children"]["pages"]
    return [page["id"] for page in pages if page["type"] == "lesson"]


class TestJoining:
    def test_makes_a_learner_of_the_municipality_who_is_in_the_wave(self, wave):
        user = people.UserFactory()
        member = JoinWave(wave, user).execute()

        assert (member.wave, member.enrolment.user, member.invite) == (wave, user, False)
        assert Membership.objects.for_municipality(wave.municipality).get(user=user).role == "learner"
        assert JoinWave(wave, user).execute() == member

    def test_leaves_who_is_in_another_wave_where_she_is(self, home, release, facilitator, wave):
        member = add(wave)
        other = planned(home, release, facilitator, "Efterår")

        with pytest.raises(WaveRefused, match="andet hold"):
            JoinWave(other, member.enrolment.user).execute()
        member.refresh_from_db()
        assert member.wave == wave

    def test_refuses_who_takes_the_course_elsewhere(self, wave, release):
        enrolment = factories.enrolment(release)

        with pytest.raises((WaveRefused, OtherMunicipality)):
            JoinWave(wave, enrolment.user).execute()
        assert figures(wave).total == 0

    @pytest.mark.parametrize(
        ("begins", "ends", "late", "is_open"),
        [(-3, 0, True, True), (-3, -1, True, False), (1, 9, False, True), (0, 9, False, False), (1, 9, True, True)],
    )
    def test_is_open_until_the_end_or_until_the_beginning(self, wave, begins, ends, late, is_open):
        wave.starts, wave.ends = TODAY + timedelta(days=begins), TODAY + timedelta(days=ends)
        wave.late_joiners = late

        assert wave.takes_joiners() is is_open

    def test_is_closed_while_paused(self, wave, facilitator):
        PauseWave(wave, user=facilitator).execute()

        with pytest.raises(WaveRefused):
            JoinWave(wave, people.UserFactory()).execute()
