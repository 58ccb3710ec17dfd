"""How many guesses at a code or a password are allowed, counted in the database.

allauth's own limits live in the cache, which is allowed to fail, and its limit per code in the session, which
parallel requests can outrun. This count does neither: it is taken in one UPDATE before a guess is looked at.
See docs/decisions/0010-sign-in.md.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from elearning.accounts.models import GuessCount

WINDOW = timedelta(hours=1)
#: Guesses an hour for one address or account. 10 at a six-digit code is one chance in 100 000 an hour. The last
#: three are orders of strangers (elearning.commissions.limits).
LIMITS = {"code": 10, "second_factor": 10, "password": 30, "send": 10, "order": 5, "orders": 60, "drafts": 120}


def take(kind: str, subject: str) -> bool:
    """Use one of the hour's guesses; False when none is left. ``subject`` is an address or a user's key."""
    key = _key(kind, subject)
    now = timezone.now()
    with transaction.atomic():
        GuessCount.objects.get_or_create(key=key, defaults={"started_at": now})
        GuessCount.objects.filter(key=key, started_at__lte=now - WINDOW).update(count=0, started_at=now)
        taken = GuessCount.objects.filter(key=key, count__lt=LIMITS[kind]).update(count=F("count") + 1)
    return taken == 1


def give_back(kind: str, subject: str) -> None:
    """A right answer costs nothing; the wrong ones before it still count."""
    GuessCount.objects.filter(key=_key(kind, subject), count__gt=0).update(count=F("count") - 1)


def forget_old() -> int:
    """Delete the counts whose hour has passed; returns how many."""
    return GuessCount.objects.filter(started_at__lte=timezone.now() - WINDOW).delete()[0]


def _key(kind: str, subject: str) -> str:
    return salted_hmac(f"elearning.accounts.guesses.{kind}", subject.lower(), algorithm="sha256").hexdigest()
