"""Random steps by random people: no illegal stage, an audit entry for each step, no e-mail twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import ModelLogEntry

from elearning.commissions import stages
from elearning.commissions.actions.change import ChangeFacts
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.errors import CommissionError
from elearning.commissions.models import Commission, SentMail, StageChange
from elearning.commissions.requirements import findings
from elearning.commissions.tasks import send_mail, sweep_mails
from elearning.municipalities.models import Municipality
from tests.elearning.commissions import people
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PEOPLE = ("designer", "editor", "approver", "learner", "stranger", "nobody", "gone")
#: Who may ever take a step, by what she is; the writer is the editor here.
MAY = {
    "designer": {stages.Who.DESIGNER},
    "editor": {stages.Who.EDITOR, stages.Who.WRITER},
    "approver": {stages.Who.APPROVER},
}
OUTSIDERS = {"sten@storeroed.example", "mette@lilleroed.example", "gone@lilleroed.example"}


class Machine(RuleBasedStateMachine):
    keys: dict[str, int]
    municipality: int

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()
        mail.outbox.clear()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    @initialize(express=st.booleans(), facts=st.booleans())
    def begin(self, express: bool, facts: bool) -> None:
        home = Municipality.objects.get(pk=self.municipality)
        course = self._course() if express else None
        commission = people.draft(home, self._person("editor"), express=express, course=course)
        if facts:
            Commission.objects.unscoped(reason="a test").filter(pk=commission.pk).update(**people.FACTS)
        self.key = commission.pk
        self.steps = 0

    def _course(self) -> Any:
        from courses.models import CoursePage

        return CoursePage.objects.first()

    @property
    def commission(self) -> Commission:
        return Commission.objects.unscoped(reason="a test").get(pk=self.key)

    def _person(self, name: str) -> Any:
        if name == "nobody":
            return AnonymousUser()
        return get_user_model()._default_manager.get(pk=self.keys[name])

    @rule(name=st.sampled_from(sorted(MOVES)), who=st.sampled_from(PEOPLE), note=st.sampled_from(["", "Fordi."]))
    def step(self, name: str, who: str, note: str) -> None:
        before, transition = self.commission, stages.BY_NAME[name]
        may = bool(transition.who & MAY.get(who, set())) and (before.stage != "draft" or name == "submit")
        fits = transition.fits(before.stage, express=before.express)
        ready = (note or not transition.needs_note) and not findings(name, before)
        refusal: Exception | None = None
        try:
            MOVES[name](before, user=self._person(who), note=note).execute()
        except (PermissionDenied, CommissionError) as error:
            refusal = error
        if refusal is not None:
            assert not (may and fits and ready), f"{who} was refused {name}: {refusal}"
            assert may or before.stage == "draft" or isinstance(refusal, PermissionDenied)
            assert self.commission.stage == before.stage
            return
        assert may, f"{who} took {name}"
        assert fits
        assert ready
        self.steps += 1
        assert self.commission.stage == transition.target

    @rule(choice=st.integers(0, 5))
    def a_step_that_may_be_taken(self, choice: int) -> None:
        """Or else few orders would come far."""
        before = self.commission
        ways = stages.open_to(before.stage, express=before.express)
        if not ways:
            return
        way = ways[choice % len(ways)]
        if way.name == "offer":
            self.offer("designer")
        elif way.name in ("approve", "approve_express"):
            self.approve("approver")
        else:
            self.step(way.name, next(name for name, held in MAY.items() if held & way.who), "Fordi.")

    @rule(who=st.sampled_from(["designer", "designer", "designer", *PEOPLE]))
    def offer(self, who: str) -> None:
        """Made, or made anew: it moves the order once."""
        before = self.commission
        try:
            people.offer(before, self._person(who), scope="Et kursus på en dag.")
        except (PermissionDenied, CommissionError):
            assert self.commission.stage == before.stage
            return
        assert who == "designer"
        assert before.stage in ("clarifying", "co_design", "offered")
        self.steps += before.stage != "offered"
        assert self.commission.stage == "offered"

    @rule(who=st.sampled_from(["approver", "approver", "approver", *PEOPLE]))
    def approve(self, who: str) -> None:
        before = self.commission
        try:
            people.approve(before, self._person(who))
        except (PermissionDenied, CommissionError):
            assert self.commission.stage == before.stage
            return
        assert who == "approver"
        self.steps += 1
        assert self.commission.stage == "approved"

    @rule(who=st.sampled_from(PEOPLE))
    def fill_in(self, who: str) -> None:
        try:
            ChangeFacts(self.commission, people.FACTS, user=self._person(who)).execute()
        except (PermissionDenied, CommissionError):
            return
        assert who in MAY

    @rule()
    def the_worker_runs(self) -> None:
        for row in self._mails():
            send_mail.run(row.pk)

    @rule()
    def the_worker_runs_again_late(self) -> None:
        self.the_worker_runs()
        before = len(mail.outbox)
        self.the_worker_runs()
        sweep_mails()
        assert len(mail.outbox) == before

    @invariant()
    def every_step_is_in_the_history_and_in_the_log(self) -> None:
        if not hasattr(self, "key"):
            return
        changes = list(StageChange.objects.unscoped(reason="a test").filter(commission=self.key).order_by("number"))
        path = [(change.from_stage, change.to_stage) for change in changes]
        assert [change.number for change in changes] == list(range(1, self.steps + 1))
        assert all(pair in stages.LEGAL_PAIRS for pair in path)
        assert all(earlier[1] == later[0] for earlier, later in pairwise(path))
        assert self.commission.stage == (path[-1][1] if path else "draft")
        logged = ModelLogEntry.objects.filter(object_id=str(self.key), action__startswith="commissions.move.")
        assert logged.count() == self.steps

    @invariant()
    def no_mail_goes_twice(self) -> None:
        if not hasattr(self, "key"):
            return
        rows = self._mails()
        assert (
            max(Counter((row.kind, row.recipient, row.stage_change_id, row.about) for row in rows).values(), default=1)
            == 1
        )
        assert len(mail.outbox) == sum(row.sent_at is not None for row in rows)
        assert not OUTSIDERS & {address for letter in mail.outbox for address in letter.to}

    def _mails(self) -> list[SentMail]:
        return list(SentMail.objects.unscoped(reason="a test").filter(commission=self.key))


@pytest.fixture
def machine(
    home: Municipality, designer: Any, editor: Any, approver: Any, learner: Any, stranger: Any
) -> Callable[[], Machine]:
    from tests.tracking import factories

    factories.released(factories.course(factories.module(factories.lesson())))
    gone = people.member(home, "editor", email="gone@lilleroed.example", is_active=False)
    everybody = {
        "designer": designer,
        "editor": editor,
        "approver": approver,
        "learner": learner,
        "stranger": stranger,
        "gone": gone,
        "unknown": UserFactory(),
    }
    keys = {name: person.pk for name, person in everybody.items()}
    return type("Orders", (Machine,), {"keys": keys, "municipality": home.pk})


def test_random_steps_by_random_people_stay_within_the_law(machine: Callable[[], Machine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
