"""How the site talks to Redis, be it the supervisor's child or a server: quick to give up, slow to forget.

DESIGN 6: with the broker down enqueueing fails within 200 ms and the cache fails open.
"""

from typing import Any

from redis.backoff import NoBackoff
from redis.retry import Retry

#: Seconds before a web process gives up on Redis. Connecting and sending may each take this long.
PATIENCE = 0.08

#: A worker waits in a blocking read, for as long as the queue is empty.
WORKER_PATIENCE = 30

#: Seconds a task may run before it is stopped, and asked to stop.
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270


def broker_transport_options(*, visibility_timeout: int) -> dict[str, Any]:
    """Kombu's options. A killed worker's task comes back after ``visibility_timeout`` seconds,
    which must be above the longest task's time or the task runs twice at once."""
    return {
        "visibility_timeout": visibility_timeout,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": PATIENCE,
        "socket_timeout": PATIENCE,
        "max_retries": 0,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    }


def redis_cache(url: str) -> dict[str, Any]:
    """The ``CACHES`` entry of a cache that fails open."""
    return {
        "BACKEND": "elearning.site.cache.FailOpenRedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "hyldefri",
        "OPTIONS": {
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 0),
        },
    }
