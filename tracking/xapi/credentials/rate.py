"""How many requests a credential may make in a minute. With the cache down nobody is counted."""

from __future__ import annotations

from time import time

from django.core.cache import cache

from tracking.xapi.resources import limits
from tracking.xapi.resources.call import Refused

_WINDOW = 60


def count(credential: int) -> None:
    """Raises ``Refused`` with 429 where the minute is used up; ``HYLDEFRI_XAPI_RATE`` is how many, 0 any number."""
    allowed = limits.requests_a_minute()
    if not allowed:
        return
    now = time()
    minute = int(now // _WINDOW)
    if _counted(f"xapi.rate.{credential}.{minute}") > allowed:
        wait = int((minute + 1) * _WINDOW - now) + 1
        raise Refused(429, f"More than {allowed} requests in a minute.", **{"Retry-After": str(wait)})


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
