"""Short-lived signed path prefixes: the frame has no cookies, so its address says what it may fetch.

A token names the version and for whom it was made (``audience``, whatever the host of the player understands: an
enrolment, a preview). Whether that audience may play is asked anew at every request (``Host.may_play``).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner, b62_encode

#: Long enough for a lesson left open over a working day.
LIFETIME = timedelta(hours=10)
#: Tokens made within the same hour are the same, so that what a browser has kept serves again.
STEP = timedelta(hours=1)
LONGEST = 1_200


@dataclass(frozen=True)
class Grant:
    """That ``audience`` may play ``version``."""

    version: str
    audience: str


class TokenRefused(Exception):
    """The token is forged, garbled or too old."""


class HourSigner(TimestampSigner):
    def __init__(self) -> None:
        super().__init__(salt="courses.h5p.player", sep=".")

    def timestamp(self) -> str:
        step = int(STEP.total_seconds())
        return b62_encode(int(time.time()) // step * step)


def sign(grant: Grant) -> str:
    """A token that stands for the grant in an address."""
    return HourSigner().sign_object([grant.version, grant.audience])


def read(token: str) -> Grant:
    """The grant of a token; raises ``TokenRefused``."""
    if len(token) > LONGEST:
        raise TokenRefused
    try:
        version, audience = HourSigner().unsign_object(token, max_age=LIFETIME)
    except (BadSignature, ValueError, TypeError) as error:
        raise TokenRefused from error
    if not (isinstance(version, str) and isinstance(audience, str)):
        raise TokenRefused
    return Grant(version, audience)
