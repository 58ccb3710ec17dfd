"""What a wave is at, and what may be done with it then: a table, and random people trying random things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import ModelLogEntry

from elearning.commissions.actions.gatherings import AddGathering, CancelGathering, ChangeGathering, GatheringPlan
from elearning.commissions.actions.wave_members import AddParticipant, InviteEverybody, JoinWave, RemoveParticipant
from elearning.commissions.actions.waves import ChangeWave, PauseWave, RenewJoinLink, ResumeWave, WavePlan
from elearning.commissions.models import Gathering, GatheringMail, Wave, WaveMember
from elearning.commissions.waves.life import MAY, Deed, Status, may, status
from elearning.commissions.waves.reading import Entry
from elearning.commissions.waves.rules import WaveRefused
from tests.elearning.commissions import people

TODAY = timezone.localdate()
DAYS = st.integers(-30, 30)


def test_every_deed_is_in_the_table():
    assert set(MAY) == set(Deed)


@given(start=DAYS, length=st.integers(0, 30), paused=st.booleans())
def test_a_wave_is_at_one_status_on_every_day(start, length, paused):
    first = TODAY + timedelta(days=start)
    last = first + timedelta(days=length)
    found = status(TODAY, first, last, paused=paused)

    assert (found is Status.ENDED) == (last < TODAY)
    assert (found is Status.PAUSED) == (paused and last >= TODAY)
    assert (found is Status.RUNNING) == (first <= TODAY <= last and not paused)


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (Status.PLANNED, set()),
        (Status.RUNNING, set()),
        (Status.PAUSED, {Deed.JOIN}),
        (Status.ENDED, set(Deed) - {Deed.CHANGE, Deed.LET_OUT, Deed.CANCEL_GATHERING}),
    ],
)
def test_what_may_not_be_done(at, refused):
    assert {deed for deed in Deed if not may(deed, at)} == refused


PEOPLE = ("editor", "facilitator", "other", "approver", "learner", "stranger")
RUN = {"editor", "facilitator"}
ADDRESSES = ("a@lilleroed.example", "b@lilleroed.example")


class Machine(RuleBasedStateMachine):
    keys: dict[str, int]
    wave_key: int

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.done = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.logged_before = self._log().count()

    @property
    def wave(self) -> Wave:
        return Wave.objects.unscoped(reason="a test").select_related("municipality", "course").get(pk=self.wave_key)

    def _person(self, name: str) -> Any:
        return get_user_model()._default_manager.get(pk=self.keys[name])

    def _log(self) -> Any:
        return ModelLogEntry.objects.filter(object_id=str(self.wave_key), action__startswith="commissions.")

    def _try(self, who: str, deed: Deed, action: Any, *, changes: bool = True, may_be_refused: bool = False) -> None:
        """``changes`` is whether it does anything if it may; ``may_be_refused`` for reasons of its own."""
        at = self.wave.status()
        state = self._state()
        refusal: Exception | None = None
        try:
            action.execute()
        except (PermissionDenied, WaveRefused) as error:
            refusal = error
        if refusal is not None:
            # What is refused leaves nothing.
            assert self._state() == state
            assert may_be_refused or who not in RUN or not may(deed, at), f"{who} was refused {deed}: {refusal}"
            assert who in RUN or deed is Deed.JOIN or isinstance(refusal, PermissionDenied)
            return
        assert who in RUN or deed is Deed.JOIN, f"{who} did {deed}"
        assert may(deed, at), f"{deed} was done while {at}"
        self.done += changes

    def _state(self) -> Any:
        wave = self.wave
        members = sorted(wave.members.values_list("pk", flat=True))
        gatherings = sorted(wave.gatherings.values_list("pk", "sequence"))
        return wave.starts, wave.ends, wave.paused_at, wave.join_key, members, gatherings, self._log().count()

    @rule(who=st.sampled_from(PEOPLE), start=DAYS, length=st.integers(-3, 20))
    def change(self, who: str, start: int, length: int) -> None:
        first = TODAY + timedelta(days=start)
        plan = WavePlan("Forår", first, first + timedelta(days=length), facilitator=self._person("facilitator"))
        self._try(who, Deed.CHANGE, ChangeWave(self.wave, plan, user=self._person(who)), may_be_refused=length < 0)

    @rule(who=st.sampled_from(PEOPLE))
    def pause(self, who: str) -> None:
        changes = self.wave.paused_at is None
        self._try(who, Deed.PAUSE, PauseWave(self.wave, user=self._person(who)), changes=changes)

    @rule(who=st.sampled_from(PEOPLE))
    def resume(self, who: str) -> None:
        changes = self.wave.paused_at is not None
        self._try(who, Deed.RESUME, ResumeWave(self.wave, user=self._person(who)), changes=changes)

    @rule(who=st.sampled_from(PEOPLE))
    def renew(self, who: str) -> None:
        self._try(who, Deed.RENEW_LINK, RenewJoinLink(self.wave, user=self._person(who)))

    @rule(who=st.sampled_from(PEOPLE), address=st.sampled_from(ADDRESSES))
    def let_in(self, who: str, address: str) -> None:
        self._try(who, Deed.LET_IN, AddParticipant(self.wave, Entry(1, address), user=self._person(who)))

    @rule(who=st.sampled_from(PEOPLE))
    def let_out(self, who: str) -> None:
        if (member := self.wave.members.first()) is not None:
            self._try(who, Deed.LET_OUT, RemoveParticipant(member, user=self._person(who)))

    @rule(who=st.sampled_from(PEOPLE))
    def invite(self, who: str) -> None:
        changes = self.wave.members.filter(invited_at=None).exists()
        self._try(who, Deed.INVITE, InviteEverybody(self.wave, user=self._person(who)), changes=changes)

    @rule(who=st.sampled_from(("learner", "approver", "editor")))
    def join(self, who: str) -> None:
        changes = not self.wave.members.filter(enrolment__user=self.keys[who]).exists()
        self._try(who, Deed.JOIN, JoinWave(self.wave, self._person(who)), changes=changes)

    @rule(who=st.sampled_from(PEOPLE), days=st.integers(-5, 20))
    def set_gathering(self, who: str, days: int) -> None:
        self._try(who, Deed.SET_GATHERING, AddGathering(self.wave, plan_on(days), user=self._person(who)))

    @rule(who=st.sampled_from(PEOPLE), days=st.integers(-5, 20))
    def change_gathering(self, who: str, days: int) -> None:
        if (gathering := self.wave.gatherings.first()) is not None:
            action = ChangeGathering(gathering, plan_on(days), user=self._person(who))
            self._try(who, Deed.CHANGE_GATHERING, action)

    @rule(who=st.sampled_from(PEOPLE))
    def cancel_gathering(self, who: str) -> None:
        if (gathering := self.wave.gatherings.first()) is not None:
            action = CancelGathering(gathering, user=self._person(who))
            self._try(who, Deed.CANCEL_GATHERING, action)

    @invariant()
    def each_deed_is_in_the_log_and_nothing_else_is(self) -> None:
        if hasattr(self, "logged_before"):
            assert self._log().count() == self.logged_before + self.done

    @invariant()
    def its_days_are_in_order_and_nobody_is_told_of_the_past(self) -> None:
        assert self.wave.starts <= self.wave.ends
        told = GatheringMail.objects.unscoped(reason="a test").filter(wave=self.wave_key)
        keys = list(told.values_list("gathering", "sequence", "person"))
        assert len(keys) == len(set(keys))
        for row in told:
            ends = [row.said["ends"], row.said.get("before", {}).get("ends", "")]
            assert max(ends) > (timezone.now() - timedelta(hours=1)).isoformat()


def plan_on(days: int) -> GatheringPlan:
    begins = timezone.make_aware(datetime.combine(date.today() + timedelta(days=days), time(9)))
    return GatheringPlan("Samling", begins, begins + timedelta(hours=2), "Byrådssalen")


@pytest.fixture
def machine(home: Any, wave: Wave, editor: Any, approver: Any, learner: Any, stranger: Any) -> Callable[[], Machine]:
    everybody = {
        "editor": editor,
        "facilitator": wave.facilitator,
        "other": people.member(home, "facilitator", email="olga@lilleroed.example"),
        "approver": approver,
        "learner": learner,
        "stranger": stranger,
    }
    keys = {name: person.pk for name, person in everybody.items()}
    return type("Waves", (Machine,), {"keys": keys, "wave_key": wave.pk})


@pytest.mark.django_db
def test_random_deeds_by_random_people_stay_within_the_law(machine: Callable[[], Machine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert not WaveMember.objects.unscoped(reason="a test").exists()
    assert not Gathering.objects.unscoped(reason="a test").exists()
