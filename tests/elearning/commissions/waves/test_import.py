"""A list of people on its way into a wave."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils import timezone

from elearning.accounts.models import User
from elearning.commissions.actions import participant_imports
from elearning.commissions.actions.participant_imports import (
    ImportParticipants,
    PreviewParticipants,
    RunParticipantImport,
)
from elearning.commissions.models import ImportRow, ParticipantImport, Wave, WaveMember
from elearning.commissions.waves import tasks
from elearning.commissions.waves.rules import WaveOver
from elearning.municipalities.models import Membership
from tests.elearning.commissions.waves import lists
from tests.elearning.commissions.waves.conftest import planned
from tests.factories import MunicipalityFactory
from tests.tracking import factories
from tracking.models import Enrolment

pytestmark = pytest.mark.django_db


def preview(wave: Wave, rows: Any, user: Any = None) -> ParticipantImport:
    return PreviewParticipants(wave, lists.xlsx(rows), filename="hold.xlsx", user=user or wave.facilitator).execute()


def imported(wave: Wave, rows: Any, **given: Any) -> ParticipantImport:
    made = preview(wave, rows)
    ImportParticipants(made, user=wave.facilitator, **given).execute()
    RunParticipantImport(made.pk).execute()
    made.refresh_from_db()
    return made


def outcomes(of: ParticipantImport) -> dict[str, int]:
    return dict(Counter(row.outcome for row in of.rows.all()))


def messages(of: ParticipantImport) -> dict[int, list[str]]:
    return {row.number: [error["message"] for error in row.errors] for row in of.rows.all() if row.errors}


def members(wave: Wave) -> list[str]:
    rows = WaveMember.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    return sorted(rows.values_list("enrolment__user__email", flat=True))


class TestThePreview:
    def test_says_of_each_row_what_is_wrong_and_stores_nobody(self, wave):
        MunicipalityFactory(name="Storerød", email_domains=["storeroed.example"])
        before = User.objects.count()
        made = preview(wave, [lists.somebody(0), *(lists.bad(number) for number in range(8, 16))])

        assert {number: faults[0] for number, faults in messages(made).items()} == {
            3: "leder8(at)lilleroed.example er ikke en e-mailadresse.",
            4: "Der mangler en e-mailadresse.",
            5: f"Adressen hører til {wave.municipality.__class__.objects.get(name='Storerød')}.",
            6: "»kejser« er ikke et ledelsesniveau.",
            7: "Der er ingen enhed, der hedder »Månekontoret«.",
            8: "Navnet er længere end 150 tegn.",
            9: "Adressen står også i række 2.",
            10: "Adressen er længere end 254 tegn.",
        }
        assert made.state == "preview"
        assert User.objects.count() == before
        assert members(wave) == []

    def test_names_the_column(self, wave):
        [row] = preview(wave, [lists.bad(11)]).rows.all()

        assert [error["column"] for error in row.errors] == ["C"]

    def test_of_whom_somebody_else_has_says_where(self, home, release, facilitator, wave):
        other = planned(home, release, facilitator, "Efterår")
        imported(other, [lists.somebody(1)])
        elsewhere = factories.enrolment(release)
        closed = factories.learner(home)
        User.objects.filter(pk=closed.pk).update(is_active=False)
        made = preview(wave, [lists.somebody(1), ("", elsewhere.user.email), ("", closed.email)])

        assert messages(made) == {
            2: ["Vedkommende er på holdet »Efterår«. Flyt hende eller ham derfra."],
            3: ["Vedkommende tager kurset i en anden kommune."],
            4: ["Kontoen er lukket."],
        }

    def test_of_who_is_in_the_wave_already_says_so(self, wave):
        imported(wave, [lists.somebody(1)])

        assert outcomes(preview(wave, [lists.somebody(1), lists.somebody(2)])) == {"member": 1, "": 1}

    def test_is_refused_to_others_and_after_the_end(self, wave, learner, approver):
        for person in (learner, approver):
            with pytest.raises(PermissionDenied):
                preview(wave, [lists.somebody(1)], person)
        Wave.objects.for_municipality(wave.municipality).update(
            starts=timezone.localdate() - timedelta(days=9), ends=timezone.localdate() - timedelta(days=1)
        )
        with pytest.raises(WaveOver):
            preview(wave, [lists.somebody(1)])


class TestTheImport:
    def test_enrols_who_is_in_order_in_the_wave(self, wave, unit, asked, django_capture_on_commit_callbacks):
        known = factories.learner(wave.municipality)
        with django_capture_on_commit_callbacks(execute=True):
            made = imported(wave, [("Ny Leder", "Ny@lilleroed.example", "Chef", "borgerservice"), ("", known.email)])

        assert outcomes(made) == {"new": 2}
        assert made.state == "done"
        assert members(wave) == sorted(["ny@lilleroed.example", known.email])
        membership = Membership.objects.for_municipality(wave.municipality).get(user__email="ny@lilleroed.example")
        assert (membership.role, membership.level, membership.unit) == ("learner", "head", unit)
        enrolment = Enrolment.objects.for_municipality(wave.municipality).get(user=membership.user)
        assert (enrolment.source, enrolment.user.first_name, enrolment.invited_at) == ("wave", "Ny", None)
        assert asked == [("import_participants", made.pk), ("send_invitations", wave.pk)]

    def test_leaves_the_role_and_level_of_who_is_inside(self, wave, editor):
        imported(wave, [("", editor.email, "medarbejder")])

        membership = Membership.objects.for_municipality(wave.municipality).get(user=editor)
        assert (membership.role, membership.level) == ("editor", "")

    def test_takes_who_is_enrolled_already_as_she_is(self, wave, release):
        enrolment = factories.enrolment(release, factories.learner(wave.municipality))
        made = imported(wave, [("", enrolment.user.email)])

        assert outcomes(made) == {"new": 1}
        assert WaveMember.objects.for_municipality(wave.municipality).get().enrolment == enrolment

    def test_without_invitations_asks_for_none(self, wave, asked, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            imported(wave, [lists.somebody(1)], invite=False)

        assert [name for name, _key in asked] == ["import_participants"]
        assert not WaveMember.objects.for_municipality(wave.municipality).get().invite

    def test_done_again_enrols_nobody_twice(self, wave):
        made = imported(wave, [lists.somebody(1), lists.somebody(2)])
        RunParticipantImport(made.pk).execute()
        again = imported(wave, [lists.somebody(1), lists.somebody(2), lists.somebody(3)])

        assert outcomes(again) == {"member": 2, "new": 1}
        assert len(members(wave)) == 3

    def test_leaves_out_whom_the_world_has_changed_for_meanwhile(self, wave, release):
        made = preview(wave, [lists.somebody(1), lists.somebody(2)])
        user = User.objects.create_user("leder1@lilleroed.example")
        factories.bare_enrolment(release, user, MunicipalityFactory())
        ImportParticipants(made, user=wave.facilitator).execute()
        RunParticipantImport(made.pk).execute()

        assert outcomes(made) == {"error": 1, "new": 1}
        assert messages(made) == {2: ["Vedkommende tager kurset i en anden kommune."]}

    def test_is_nothing_before_it_is_confirmed(self, wave):
        made = preview(wave, [lists.somebody(1)])
        RunParticipantImport(made.pk).execute()

        assert outcomes(made) == {"": 1}

    def test_by_somebody_who_has_lost_the_right_breaks_off_and_says_so(self, wave):
        made = preview(wave, [lists.somebody(1)])
        ImportParticipants(made, user=wave.facilitator).execute()
        Membership.objects.for_municipality(wave.municipality).filter(user=wave.facilitator).delete()
        RunParticipantImport(made.pk).execute()

        made.refresh_from_db()
        assert (made.state, made.message) == ("failed", "Du afvikler ikke dette hold.")
        assert members(wave) == []

    def test_that_broke_off_goes_on_where_it_was(self, wave, monkeypatch):
        monkeypatch.setattr(participant_imports, "BATCH", 2)
        made = preview(wave, [lists.somebody(number) for number in range(5)])
        ImportParticipants(made, user=wave.facilitator).execute()
        breaks_on(monkeypatch, 2, RuntimeError("boom"))
        RunParticipantImport(made.pk).execute()
        made.refresh_from_db()
        assert made.state == "failed"
        assert outcomes(made) == {"new": 2, "": 3}

        ImportParticipants(made, user=wave.facilitator).execute()
        RunParticipantImport(made.pk).execute()
        made.refresh_from_db()
        assert (made.state, outcomes(made), len(members(wave))) == ("done", {"new": 5}, 5)

    def test_is_tried_again_where_the_database_is_busy(self, wave, monkeypatch):
        made = preview(wave, [lists.somebody(1)])
        ImportParticipants(made, user=wave.facilitator).execute()
        breaks_on(monkeypatch, 1, OperationalError("locked"))
        with pytest.raises(OperationalError):
            RunParticipantImport(made.pk).execute()

        made.refresh_from_db()
        assert (made.state, outcomes(made)) == ("working", {"": 1})

    def test_that_a_worker_has_left_is_swept(self, wave, asked):
        made = preview(wave, [lists.somebody(1)])
        ImportParticipants(made, user=wave.facilitator).execute()
        assert tasks.sweep_imports() == 0
        ParticipantImport.objects.for_municipality(wave.municipality).update(
            updated_at=timezone.now() - timedelta(minutes=3)
        )

        assert tasks.sweep_imports() == 1
        assert asked == [("import_participants", made.pk)]


def breaks_on(monkeypatch: pytest.MonkeyPatch, batch: int, error: Exception) -> None:
    """The batch with this number fails when everything else in it is done; those after it do not."""
    enrol, count = participant_imports.enrol, iter(range(1, 100))

    def failing(*args: Any, **given: Any) -> Any:
        done = enrol(*args, **given)
        if next(count) == batch:
            raise error
        return done

    monkeypatch.setattr(participant_imports, "enrol", failing)


def kinds(captured: Any) -> Counter[str]:
    """Queries by their first word. Inserts SQLite cannot take in one are divided by Django."""
    return Counter(query["sql"].split()[0] for query in captured.captured_queries)


class TestTwoThousand:
    @pytest.fixture
    def made(self, wave: Wave) -> ParticipantImport:
        MunicipalityFactory(name="Storerød", email_domains=["storeroed.example"])
        rows, _wrong = lists.two_thousand()
        return preview(wave, rows)

    def test_the_preview_shows_the_forty_that_are_wrong(self, made):
        _rows, wrong = lists.two_thousand()

        assert sorted(messages(made)) == wrong
        assert outcomes(made) == {"error": 40, "": 1960}

    def test_a_batch_costs_the_same_queries_however_many_are_in_it(
        self, made, django_assert_max_num_queries, monkeypatch
    ):
        monkeypatch.setattr(participant_imports, "BATCH", 20)
        ImportParticipants(made, user=made.wave.facilitator, invite=False).execute()
        run = RunParticipantImport(made.pk)
        with django_assert_max_num_queries(45) as few:
            run._batch()
        monkeypatch.setattr(participant_imports, "BATCH", 400)
        with django_assert_max_num_queries(60) as many:
            run._batch()

        assert kinds(many)["SELECT"] <= kinds(few)["SELECT"]
        assert kinds(many)["UPDATE"] == kinds(few)["UPDATE"] == 2
        assert ImportRow.objects.unscoped(reason="a test").filter(outcome="new").count() == 420
