"""Keeping machines out without asking anybody else: a field people do not see, and the time it takes to write."""

from __future__ import annotations

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

SALT = "elearning.commissions.begun"
#: Seconds a person needs at least.
QUICKEST = 5
#: A page may lie open overnight, not for good.
OLDEST = 60 * 60 * 24 * 2
TRAP = "website"


def begun() -> str:
    """When the form was shown, signed."""
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


def objection(posted_trap: str, posted_begun: str) -> str:
    """What is wrong, in words for a person; "" for nothing."""
    if posted_trap:
        return _("Leave the field »Website« empty.")
    try:
        moment = signing.loads(posted_begun, salt=SALT, max_age=OLDEST)
    except signing.BadSignature:
        return _("The page has been open for too long. Read your order through and send it again.")
    if timezone.now().timestamp() - moment < QUICKEST:
        return _("That went very quickly. Read your order through and send it again.")
    return ""
