"""Setting a forwarding up and minding it: who may, what is refused, what is noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.tracking.xapi.forwarding.conftest import change, complete, read, relay_to
from tests.tracking.xapi.forwarding.store import SECRET, Answer, refusing
from tracking.actions.relays import (
    DeleteRelay,
    RelayError,
    RelaySettings,
    ReplayRelay,
    SetUpRelay,
    SwitchRelay,
    TryRelayNow,
    beginning_of,
    checked_endpoint,
    relay_of,
)
from tracking.models import RefusedStatement, Relay
from tracking.xapi.forwarding.claiming import Claim
from tracking.xapi.forwarding.relaying import forward
from tracking.xapi.forwarding.sending import SAFE

pytestmark = pytest.mark.django_db

GIVEN = RelaySettings("https://lrs.example.dk/xapi", "bruger", "kan-ikke-gættes", "1.0.3")


@pytest.fixture
def operator(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def municipality(db):
    return MunicipalityFactory(code="161")


def logged():
    entries = ModelLogEntry.objects.filter(action__startswith="tracking.relay").order_by("pk")
    return [(entry.action, entry.data) for entry in entries]


class TestSettingUp:
    def test_it_is_off_and_its_secret_encrypted_and_nowhere_in_the_log(self, municipality, operator):
        relay = SetUpRelay(municipality, GIVEN, user=operator).execute()
        assert not relay.enabled
        assert relay.endpoint == "https://lrs.example.dk/xapi/"
        assert GIVEN.secret not in relay.encrypted_secret
        assert SAFE.decrypt(relay.encrypted_secret) == GIVEN.secret
        ((action, data),) = logged()
        assert action == "tracking.relay.create"
        assert GIVEN.secret not in str(data)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"endpoint": "http://lrs.example.dk/"}, "endpoint"),
            ({"endpoint": "lrs.example.dk"}, "endpoint"),
            ({"endpoint": "https://a:b@lrs.example.dk/"}, "endpoint"),
            ({"endpoint": "https://lrs.example.dk/?a=b"}, "endpoint"),
            ({"endpoint": "https://lrs.example.dk/#a"}, "endpoint"),
            ({"endpoint": "https://lrs.example.dk/a b"}, "endpoint"),
            ({"endpoint": "https://lrs.example.dk/\r\nX: y"}, "endpoint"),
            ({"endpoint": "https://[::1"}, "endpoint"),
            ({"endpoint": "file:///etc/passwd"}, "endpoint"),
            ({"endpoint": f"https://lrs.example.dk/{'a' * 500}"}, "endpoint"),
            ({"user_name": ""}, "user_name"),
            ({"user_name": "a:b"}, "user_name"),
            ({"user_name": "a\nb"}, "user_name"),
            ({"user_name": "a" * 256}, "user_name"),
            ({"secret": ""}, "secret"),
            ({"secret": "a\r\nb"}, "secret"),
            ({"version": "3.0.0"}, "version"),
            ({"since": date(2999, 1, 1)}, "since"),
            ({"since": date(1, 1, 1)}, "since"),
        ],
        ids=str,
    )
    def test_what_could_not_work_is_refused_and_nothing_stored(self, municipality, operator, changes, field):
        with pytest.raises(RelayError) as refused:
            SetUpRelay(municipality, replace(GIVEN, **changes), user=operator).execute()
        assert refused.value.field == field
        assert relay_of(municipality) is None

    @pytest.mark.parametrize(
        "address",
        [" https://lrs.example.dk/xapi/statements ", "https://lrs.example.dk/xapi//", "https://lrs.example.dk/xapi"],
    )
    def test_an_address_is_taken_as_people_write_it(self, address):
        assert checked_endpoint(address) == "https://lrs.example.dk/xapi/"

    def test_a_change_keeps_the_place_and_an_empty_secret_the_stored_one(self, municipality, operator):
        SetUpRelay(municipality, replace(GIVEN, since=date(2026, 1, 1)), user=operator).execute()
        relay = SetUpRelay(municipality, replace(GIVEN, secret="", user_name="ny"), user=operator).execute()
        assert relay.cursor_stored == datetime(2025, 12, 31, 23, tzinfo=UTC)
        assert SAFE.decrypt(relay.encrypted_secret) == GIVEN.secret
        assert [action for action, _ in logged()] == ["tracking.relay.create", "tracking.relay.change"]

    def test_what_one_store_was_trusted_with_is_not_shown_to_another(self, municipality, operator):
        SetUpRelay(municipality, GIVEN, user=operator).execute()
        elsewhere = replace(GIVEN, endpoint="https://elsewhere.example.dk/", secret="")
        with pytest.raises(RelayError) as refused:
            SetUpRelay(municipality, elsewhere, user=operator).execute()
        assert refused.value.field == "secret"
        assert relay_of(municipality).endpoint == "https://lrs.example.dk/xapi/"


class TestMinding:
    def test_off_and_on_again(self, relay, store, enrolment, operator):
        SwitchRelay(relay, enabled=False, user=operator).execute()
        complete(enrolment, 1)
        assert not forward(relay.pk)
        SwitchRelay(relay, enabled=True, user=operator).execute()
        SwitchRelay(relay, enabled=True, user=operator).execute()
        assert forward(relay.pk)
        assert [action for action, _ in logged()] == ["tracking.relay.switch_off", "tracking.relay.switch_on"]

    def test_whoever_is_at_it_has_lost_it(self, relay, operator):
        claim = Claim.take(relay.pk)
        SwitchRelay(relay, enabled=False, user=operator).execute()
        assert read(relay).claim == ""
        claim.release()

    def test_trying_now_waits_no_longer(self, relay, store, enrolment, operator):
        ids = complete(enrolment, 1)
        store.then(Answer(503, headers={"Retry-After": "3600"}))
        forward(relay.pk)
        assert not forward(relay.pk)
        TryRelayNow(relay, user=operator).execute()
        assert forward(relay.pk)
        assert list(store.kept) == ids

    def test_what_was_refused_is_sent_once_more(self, relay, store, enrolment, operator):
        ids = complete(enrolment, 2)
        store.always = refusing(ids[0])
        forward(relay.pk)
        store.always = lambda _asked: None
        TryRelayNow(relay, user=operator, refused=True).execute()
        forward(relay.pk)
        assert set(store.kept) == set(ids)
        assert not RefusedStatement.objects.for_municipality(relay.municipality).exists()

    def test_one_that_is_off_is_not_tried(self, relay, operator):
        change(relay, enabled=False)
        with pytest.raises(RelayError):
            TryRelayNow(relay, user=operator).execute()

    def test_from_a_day_everything_since_is_sent_again(self, relay, store, enrolment, operator):
        ids = complete(enrolment, 3)
        forward(relay.pk)
        ReplayRelay(relay, timezone.localdate(), user=operator).execute()
        forward(relay.pk)
        assert store.posted == [ids, ids]
        assert list(store.kept) == ids

    def test_a_replay_takes_the_place_of_a_turn_that_is_under_way(self, relay, store, enrolment, operator):
        ids = complete(enrolment, 2)
        claim = Claim.take(relay.pk)
        ReplayRelay(relay, timezone.localdate(), user=operator).execute()
        claim.release()
        forward(relay.pk)
        assert store.posted == [ids]

    def test_a_day_begins_at_midnight_here(self):
        assert beginning_of(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)

    @pytest.mark.parametrize("day", [date(1, 1, 1), timezone.localdate() + timedelta(days=1), date(9999, 12, 31)])
    def test_a_day_that_cannot_be_is_refused(self, relay, operator, day):
        with pytest.raises(RelayError):
            ReplayRelay(relay, day, user=operator).execute()
        assert read(relay).cursor is None

    def test_deleted_it_is_gone_with_what_it_noted(self, relay, store, enrolment, operator):
        ids = complete(enrolment, 1)
        store.always = refusing(*ids)
        forward(relay.pk)
        DeleteRelay(relay, user=operator).execute()
        assert relay_of(enrolment.municipality) is None
        assert not RefusedStatement.objects.for_municipality(enrolment.municipality).exists()
        assert not forward(relay.pk)
        with pytest.raises(RelayError):
            ReplayRelay(relay, timezone.localdate(), user=operator).execute()


@pytest.mark.parametrize("role", ["learner", "facilitator", "editor", "approver"])
def test_nobody_but_those_who_run_the_site_may(store, municipality, role):
    somebody = MembershipFactory(municipality=municipality, role=role).user
    relay = relay_to(store, municipality)
    for action in (
        SetUpRelay(municipality, GIVEN, user=somebody),
        SwitchRelay(relay, enabled=False, user=somebody),
        TryRelayNow(relay, user=somebody),
        ReplayRelay(relay, timezone.localdate(), user=somebody),
        DeleteRelay(relay, user=somebody),
    ):
        with pytest.raises(PermissionDenied):
            action.execute()
    found = read(relay)
    assert found.enabled
    assert SAFE.decrypt(found.encrypted_secret) == SECRET
    assert logged() == []
    assert Relay.objects.for_municipality(municipality).count() == 1
