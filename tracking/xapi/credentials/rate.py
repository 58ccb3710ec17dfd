"""How many requests a credential may make in a minute, and how many wrong credentials may be tried.

With the cache down nobody is counted.
"""

from __future__ import annotations

from time import time

from django.core.cache import cache
from django.http import HttpRequest

from elearning.municipalities.where_from import where_from
from tracking.xapi.resources import limits
from tracking.xapi.resources.call import Refused

_WINDOW = 60


def count(credential: int) -> None:
    """Raises ``Refused`` with 429 where the minute is used up; ``HYLDEFRI_XAPI_RATE`` is how many, 0 any number."""
    allowed = limits.requests_a_minute()
    if allowed:
        _count(str(credential), allowed, f"More than {allowed} requests in a minute.")


def count_wrong(request: HttpRequest, key: str | None) -> None:
    """Raises ``Refused`` with 429 where the address, or the key, has been wrong too often (``HYLDEFRI_XAPI_WRONG``).

    Only what is wrong is counted and refused: nobody can shut a system out by trying its key, nor the systems that
    share an address by one of them that has an old secret. A secret is not guessed (docs/decisions/0023).
    """
    allowed = limits.wrong_a_minute()
    if allowed:
        for who in (f"from.{where_from(request)}", *([f"as.{key}"] if key else [])):
            _count(who, allowed, f"More than {allowed} wrong credentials in a minute.")


def _count(who: str, allowed: int, message: str) -> None:
    now = time()
    minute = int(now // _WINDOW)
    if _counted(f"xapi.rate.{who}.{minute}") > allowed:
        wait = int((minute + 1) * _WINDOW - now) + 1
        raise Refused(429, message, **{"Retry-After": str(wait)})


def _counted(key: str) -> int:
    """How often it has been counted, this time too."""
    try:
        return cache.incr(key)
    except ValueError:
        # The minute's first, or no cache.
        if cache.add(key, 1, 2 * _WINDOW):
            return 1
    try:
        return cache.incr(key)
    except ValueError:
        return 1
