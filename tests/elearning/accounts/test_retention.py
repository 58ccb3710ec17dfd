from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import checks, mail
from django.utils import timezone

from elearning.accounts import retention
from elearning.accounts.models import GuessCount, User
from elearning.accounts.retention import DAYS, NOTICE, RetentionRule, register_rule
from elearning.accounts.tasks import apply_retention
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=DAYS["accounts"] + 1)


def unused(**fields: Any) -> User:
    user: User = UserFactory(**fields)
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - LONG_AGO)
    return user


def told_long_ago(user: User) -> User:
    User.objects.filter(pk=user.pk).update(warned_at=timezone.now() - NOTICE - timedelta(days=1))
    return user


def test_an_account_nobody_uses_is_first_warned_and_then_deleted() -> None:
    user = unused(email="gone@example.dk")
    apply_retention()
    assert mail.outbox[0].to == ["gone@example.dk"]
    assert User.objects.filter(pk=user.pk).exists()
    apply_retention()
    assert len(mail.outbox) == 1

    told_long_ago(user)
    apply_retention()
    assert not User.objects.filter(pk=user.pk).exists()


def test_who_signs_in_after_the_warning_keeps_the_account() -> None:
    user = told_long_ago(unused())
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    apply_retention()
    assert User.objects.filter(pk=user.pk).exists()
    assert not mail.outbox


def test_a_warning_from_an_earlier_absence_does_not_count() -> None:
    user = unused()
    User.objects.filter(pk=user.pk).update(
        warned_at=timezone.now() - 3 * LONG_AGO, last_login=timezone.now() - LONG_AGO
    )
    apply_retention()
    assert User.objects.filter(pk=user.pk).exists()
    assert len(mail.outbox) == 1


def test_accounts_in_use_and_operators_stay() -> None:
    UserFactory()
    told_long_ago(unused(is_superuser=True))
    assert apply_retention()["accounts"] == 0
    assert User.objects.count() == 2


def test_more_than_a_batch_is_taken_and_a_second_run_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _number in range(5):
        told_long_ago(unused())
    assert retention.apply_rules()["accounts"] == 5
    assert retention.apply_rules()["accounts"] == 0


def test_a_row_that_cannot_be_taken_does_not_keep_the_task_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_rules", {})
    monkeypatch.setattr(retention, "BATCH", 1)
    seen: list[Sequence[Any]] = []
    UserFactory.create_batch(3)
    register_rule(RetentionRule("stuck", "work", lambda _cutoff: User.objects.all(), seen.append))
    assert retention.apply_rules() == {"stuck": 3}
    assert len(seen) == 3


def test_settings_override_how_long_and_none_keeps_for_good(settings: Any) -> None:
    told_long_ago(unused())
    settings.HYLDEFRI_RETENTION_DAYS = {"accounts": None}
    assert apply_retention()["accounts"] == 0
    settings.HYLDEFRI_RETENTION_DAYS = {"accounts": 10_000}
    assert apply_retention()["accounts"] == 0
    settings.HYLDEFRI_RETENTION_DAYS = {}
    assert apply_retention()["accounts"] == 1


@pytest.mark.parametrize("wrong", [{"acounts": 3}, {"work": 0}, {"work": -1}, {"work": "180"}, {"work": True}])
def test_a_setting_that_makes_no_sense_stops_the_site(settings: Any, wrong: dict[str, Any]) -> None:
    settings.HYLDEFRI_RETENTION_DAYS = wrong
    assert "accounts.E002" in [it.id for it in checks.run_checks()]


def test_old_sessions_and_counts_of_guesses_go_too() -> None:
    old = timezone.now() - timedelta(days=2)
    Session.objects.create(session_key="old", session_data="", expire_date=old)
    GuessCount.objects.create(key="old", started_at=old)
    GuessCount.objects.create(key="new", started_at=timezone.now())
    assert apply_retention()["guesses"] == 1
    assert not Session.objects.exists()
    assert GuessCount.objects.get().key == "new"


def test_a_rule_names_a_kind_of_data_and_itself_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_rules", {})
    rule = RetentionRule("x", "work", lambda _cutoff: User.objects.none(), len)
    register_rule(rule)
    with pytest.raises(ValueError, match="already"):
        register_rule(rule)
    with pytest.raises(ValueError, match="kind"):
        register_rule(RetentionRule("y", "nonsense", lambda _cutoff: User.objects.none(), len))
