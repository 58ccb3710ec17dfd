"""Several workers and one relay: one is at it at a time, and what it had not said is done again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tracking import factories
from tests.tracking.xapi.forwarding.conftest import change, complete, completed, read, relay_to
from tracking.models import RefusedStatement, Relay
from tracking.xapi.forwarding import claiming, relaying, tasks
from tracking.xapi.forwarding.claiming import Claim
from tracking.xapi.forwarding.relaying import forward

pytestmark = pytest.mark.django_db


def test_one_killed_after_the_answer_sends_the_batch_again_and_nothing_is_lost_or_doubled(
    relay, store, enrolment, monkeypatch
):
    monkeypatch.setattr(relaying, "BATCH", 2)
    ids = complete(enrolment, 4)

    class Killed(BaseException): ...

    def killed(*_, **__):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(Claim, "advance", killed)
        dying.setattr(Claim, "release", lambda _self: None)
        with pytest.raises(Killed):
            forward(relay.pk)
    assert store.posted == [ids[:2]]
    assert not forward(relay.pk), "somebody seems to be at it still"
    change(relay, claimed_until=timezone.now() - timedelta(seconds=1))
    assert forward(relay.pk)
    assert store.posted == [ids[:2], ids[:2], ids[2:]]
    assert list(store.kept) == ids


def test_while_one_is_at_it_another_is_not(relay, store, enrolment):
    completed(enrolment)
    claim = Claim.take(relay.pk)
    assert not forward(relay.pk)
    assert store.asked == []
    claim.release()
    assert forward(relay.pk)


def test_one_who_has_lost_the_relay_writes_nothing(relay, store, enrolment):
    completed(enrolment)
    claim = Claim.take(relay.pk)
    change(relay, claim="", claimed_until=None, cursor_stored=None)
    with pytest.raises(claiming.Lost):
        claim.advance((timezone.now(), 1), stored=[], refused={})
    with pytest.raises(claiming.Lost):
        claim.reach(timezone.now(), read(relay))
    assert read(relay).cursor is None


def test_a_relay_that_is_off_sends_nothing_and_keeps_its_place(relay, store, enrolment):
    completed(enrolment)
    forward(relay.pk)
    place = read(relay).cursor
    change(relay, enabled=False)
    more = complete(enrolment, 2)
    assert not forward(relay.pk)
    assert read(relay).cursor == place
    change(relay, enabled=True)
    forward(relay.pk)
    assert store.posted[1:] == [more]


def test_a_turn_ends_when_its_time_is_up_and_the_next_goes_on(relay, store, enrolment, monkeypatch):
    monkeypatch.setattr(relaying, "BATCH", 1)
    ids = complete(enrolment, 3)
    times = iter([0.0, 1.0, 500.0])
    with monkeypatch.context() as clock:
        clock.setattr(relaying, "monotonic", lambda: next(times))
        forward(relay.pk)
    assert list(store.kept) == ids[:1]
    forward(relay.pk)
    assert list(store.kept) == ids


def test_beat_asks_for_those_that_are_due(relay, store, enrolment, monkeypatch):
    relay_to(store, factories.municipality("998"), enabled=False)
    relay_to(store, factories.municipality("997"), next_try_at=timezone.now() + timedelta(hours=1))
    relay_to(store, factories.municipality("996"), claimed_until=timezone.now() + timedelta(minutes=1))
    asked = []
    monkeypatch.setattr(tasks.forward_relay, "apply_async", lambda message, **_: asked.append(message))
    assert tasks.forward_all() == 1
    assert asked == [(relay.pk,)]


def test_nothing_new_costs_no_request_and_few_queries(relay, store, enrolment, django_assert_max_num_queries):
    complete(enrolment, 2)
    forward(relay.pk)
    asked = len(store.asked)
    with django_assert_max_num_queries(10):
        forward(relay.pk)
    assert len(store.asked) == asked


def test_relays_are_reached_by_municipality():
    from elearning.municipalities.scoping import UnscopedQuery

    for model in (Relay, RefusedStatement):
        with pytest.raises(UnscopedQuery):
            list(model.objects.all())
