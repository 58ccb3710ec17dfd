"""The cache fails open: with Redis down a page is slower, never broken (DESIGN 6).

A failing call answers what Django's ``DummyCache`` answers, so that callers see a cache that keeps nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from prometheus_client import Counter
from redis.exceptions import RedisError

from elearning.site.breaker import Breaker

log = structlog.get_logger(__name__)
failures = Counter("hyldefri_cache_failures_total", "Cache calls that failed open", ["operation"])
breaker = Breaker(pause=2)


def _fails_open(operation: str, when_down: Callable[..., Any]) -> Any:
    """``operation`` of Django's client, answering ``when_down(*args)`` when Redis does not."""
    attempt = getattr(RedisCacheClient, operation)

    @functools.wraps(attempt)
    def call(self: FailOpenClient, *args: Any, **kwargs: Any) -> Any:
        if not breaker.is_open:
            try:
                return attempt(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                breaker.failed()
                log.warning("cache_failed_open", operation=operation, error=str(error))
        failures.labels(operation).inc()
        return when_down(*args, **kwargs)

    return call


def _no_such_key(key: str, _delta: int) -> int:
    raise ValueError(f"Key '{key}' not found.")


class FailOpenClient(RedisCacheClient):
    """Django's client with every operation failing open."""

    add = _fails_open("add", lambda *_: True)
    get = _fails_open("get", lambda _key, default: default)
    set = _fails_open("set", lambda *_: None)
    touch = _fails_open("touch", lambda *_: False)
    delete = _fails_open("delete", lambda *_: False)
    get_many = _fails_open("get_many", lambda _keys: {})
    has_key = _fails_open("has_key", lambda _key: False)
    incr = _fails_open("incr", _no_such_key)
    set_many = _fails_open("set_many", lambda *_: None)
    delete_many = _fails_open("delete_many", lambda _keys: None)
    clear = _fails_open("clear", lambda: False)


class FailOpenRedisCache(RedisCache):
    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = FailOpenClient
