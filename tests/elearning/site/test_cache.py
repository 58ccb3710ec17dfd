from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from elearning.site import cache as cache_module
from elearning.site.breaker import Breaker
from tests.services import RedisServer

OPERATIONS: list[tuple[str, Callable[[], Any], Any]] = [
    ("get", lambda: cache.get("k", "default"), "default"),
    ("set", lambda: cache.set("k", 1), None),
    ("add", lambda: cache.add("k", 1), True),
    ("touch", lambda: cache.touch("k"), False),
    ("delete", lambda: cache.delete("k"), False),
    ("get_many", lambda: cache.get_many(["a", "b"]), {}),
    ("set_many", lambda: cache.set_many({"a": 1}), []),
    ("delete_many", lambda: cache.delete_many(["a"]), None),
    ("has_key", lambda: cache.has_key("k"), False),
    ("clear", lambda: cache.clear(), False),
    ("get_or_set", lambda: cache.get_or_set("k", 7), 7),
]


@pytest.mark.parametrize(("name", "call", "answer"), OPERATIONS, ids=[name for name, _, _ in OPERATIONS])
def test_every_operation_fails_open(dead_broker: None, name: str, call: Callable[[], Any], answer: Any) -> None:
    assert call() == answer


def test_counting_up_says_that_the_key_is_missing(dead_broker: None) -> None:
    with pytest.raises(ValueError, match="not found"):
        cache.incr("k")


def test_failures_are_counted(dead_broker: None) -> None:
    counted = cache_module.failures.labels("get")
    before = counted._value.get()

    cache.get("k")
    cache.get("k")

    assert counted._value.get() == before + 2


@pytest.mark.worker
def test_a_cache_that_works_keeps_what_it_is_given(broker: RedisServer) -> None:
    cache.set("k", {"a": [1]})
    cache.set_many({"x": 1, "y": 2})

    assert cache.get("k") == {"a": [1]}
    assert cache.get_many(["x", "y", "z"]) == {"x": 1, "y": 2}
    assert cache.incr("x") == 2


@pytest.mark.worker
def test_a_server_that_hangs_costs_one_short_wait(broker: RedisServer) -> None:
    cache.set("k", 1)
    with broker.paused():
        started = time.monotonic()
        for _ in range(50):
            assert cache.get("k") is None
        took = time.monotonic() - started

    assert took < 0.5


def test_a_breaker_closes_when_its_pause_is_over() -> None:
    now = 0.0
    breaker = Breaker(pause=2, clock=lambda: now)

    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
    now = 2.0
    assert not breaker.is_open
