"""How long each kind of data is kept, and taking away what is older. See docs/privacy.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone, translation

from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Days after the last activity. ``HYLDEFRI_RETENTION_DAYS`` overrides some of them; None keeps for good.
DAYS: Mapping[str, int] = {
    "work": 180,
    "answers": 365,
    "statements": 730,
    "enrolments": 1826,
    "reminders": 365,
    "lists": 90,
    "evaluations": 730,
    "drafts": 30,
    "orders": 1826,
    "offers": 2192,
    "accounts": 1095,
}
BATCH = 1000
#: Somebody who has not been here for years is told so long before the account goes.
NOTICE = timedelta(days=30)


@dataclass(frozen=True)
class RetentionRule:
    """``expired(cutoff)`` are the rows whose time is up; ``purge(keys)`` deletes a batch of them."""

    name: str
    kind: str
    expired: Callable[[datetime], models.QuerySet[Any]]
    purge: Callable[[Sequence[Any]], object]


_rules: dict[str, RetentionRule] = {}


def register_rule(rule: RetentionRule) -> None:
    if rule.kind not in DAYS:
        raise ValueError(f"{rule.kind} is no kind of data in DAYS.")
    if rule.name in _rules:
        raise ValueError(f"{rule.name} is registered already.")
    _rules[rule.name] = rule


def rules() -> Sequence[RetentionRule]:
    return tuple(_rules.values())


def days(kind: str) -> int | None:
    """How long the kind is kept; None for good."""
    overrides: Mapping[str, int | None] = settings.HYLDEFRI_RETENTION_DAYS
    return overrides.get(kind, DAYS[kind])


def apply_rules(now: datetime | None = None) -> dict[str, int]:
    """Take away what is too old; returns how many rows a rule. Running it again takes nothing more."""
    now = now or timezone.now()
    return {rule.name: _apply(rule, now) for rule in rules()}


def _apply(rule: RetentionRule, now: datetime) -> int:
    kept = days(rule.kind)
    if kept is None:
        return 0
    expired = rule.expired(now - timedelta(days=kept)).order_by("pk")
    taken = 0
    # By key and upwards: a row that cannot be taken is met once a run, never for ever.
    batch = list(expired.values_list("pk", flat=True)[:BATCH])
    while batch:
        with transaction.atomic():
            rule.purge(batch)
        taken += len(batch)
        batch = list(expired.filter(pk__gt=batch[-1]).values_list("pk", flat=True)[:BATCH])
    return taken


def unused_since(moment: datetime) -> models.QuerySet[User]:
    """Accounts nobody has signed in to since; those who run the site stay."""
    return (
        User.objects.filter(is_superuser=False)
        .annotate(last_seen=Coalesce("last_login", "date_joined"))
        .filter(last_seen__lt=moment)
    )


def warn_before_deletion(now: datetime | None = None) -> int:
    """Tell people whose accounts are soon unused for too long; returns how many were told."""
    now = now or timezone.now()
    kept = days("accounts")
    if kept is None:
        return 0
    unused = unused_since(now - timedelta(days=kept) + NOTICE)
    told = 0
    for user in unused.exclude(warned_at__gte=F("last_seen"))[:BATCH]:
        # First the mark: a mail too few is better than one every day.
        User.objects.filter(pk=user.pk).update(warned_at=now)
        with translation.override(user.language or settings.LANGUAGE_CODE):
            context = {
                "last_day": timezone.localdate(now + NOTICE),
                "address": settings.WAGTAILADMIN_BASE_URL,
            }
            subject = render_to_string("account/email/unused_account_subject.txt", context).strip()
            body = render_to_string("account/email/unused_account_message.txt", context).strip()
        send_mail(subject, body, None, [user.email])
        told += 1
    return told


def _unused_and_told(cutoff: datetime) -> models.QuerySet[User]:
    return unused_since(cutoff).filter(warned_at__gte=F("last_seen"), warned_at__lt=timezone.now() - NOTICE)


def _delete_accounts(keys: Sequence[Any]) -> None:
    for user in User.objects.filter(pk__in=keys):
        DeleteAccount(user, reason="retention").execute()


register_rule(RetentionRule("accounts", "accounts", _unused_and_told, _delete_accounts))
