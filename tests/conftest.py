"""Fixtures for every test: the database from a template, real services, patience for none of them."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import kombu.pools
import pytest
from django.conf import settings
from django.core.cache import cache
from pytest_django.plugin import DjangoDbBlocker

from tests import releases
from tests.databases import TestDatabase
from tests.services import RedisServer, WorkerProcess
from tests.worlds import KEY, Worlds, commits, reads, together, wanted_by

_database = pytest.StashKey[TestDatabase]()
_blocker = pytest.StashKey[DjangoDbBlocker]()
_first = pytest.StashKey[pytest.Item]()


#: Where the two databases are asked in different words. What is run on both besides is what commits.
STORES = ("/tests/tracking/progress/", "/tests/tracking/xapi/store/")

#: A slow machine is no error in what is tested.
hypothesis.settings.register_profile("hyldefri", deadline=None)
hypothesis.settings.load_profile("hyldefri")


def only_asks(item: pytest.Item) -> bool:
    """Whether the test asks the database only what Django words for it, within one transaction."""
    if not reads(item) or commits(item) or item.get_closest_marker("once"):
        return False
    return not any(folder in item.path.as_posix() for folder in STORES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one world after another; on PostgreSQL only those that have a database.

    The rest has been run with SQLite's (``tests.run``).
    """
    items[:] = together(items)
    for item in items:
        if only_asks(item):
            item.add_marker(pytest.mark.asks)
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    chosen, left = [], []
    for item in items:
        (chosen if reads(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = chosen


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Replaces pytest-django's: a copy of a migrated database instead of 200 migrations."""
    with django_db_blocker.unblock():
        database = TestDatabase()
        database.create()
    stash = request.config.stash
    stash[_database], stash[_blocker] = database, django_db_blocker
    # The first test was set up before there was a database to have its world in.
    stash[KEY].database_is_there(django_db_blocker)
    stash[KEY].enter(wanted_by(stash[_first]))
    yield
    stash[KEY].enter([])
    del stash[_database]
    with django_db_blocker.unblock():
        database.drop()


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the last: it need not be looked through for garbage each time."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[KEY] = Worlds()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the test's own transaction begins it is in the worlds it names, and in no other."""
    if reads(item):
        # Before any fixture: one of a whole module reads releases too.
        releases.forget()
        item.config.stash.setdefault(_first, item)
        item.config.stash[KEY].enter(wanted_by(item))


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test that commits is cleaned up after by flushing; here the rows of the migrations come back."""
    yield
    # After the last test the database itself is gone.
    if commits(item) and _database in item.config.stash:
        with item.config.stash[_blocker].unblock():
            item.config.stash[_database].create()


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    """What another test cached where a Redis is running; where none is, the cache keeps nothing anyway."""
    cache.clear()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A real Redis where the test settings look for one. Most tests want ``broker``."""
    server = RedisServer(Path(settings.VAR_DIR) / "redis.sock")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def broker(redis_server: RedisServer) -> Iterator[RedisServer]:
    """The real Redis, empty, as broker and cache of this process."""
    redis_server.flush()
    forget_failures()
    yield redis_server
    redis_server.flush()
    forget_failures()


@pytest.fixture
def dead_broker(settings: object, tmp_path: Path) -> Iterator[None]:
    """A broker and a cache whose socket does not exist."""
    with broker_at(f"redis+socket://{tmp_path}/no.sock", cache=f"unix://{tmp_path}/no.sock"):
        yield


@contextmanager
def broker_at(url: str, *, cache: str) -> Iterator[None]:
    from django.test import override_settings

    from elearning.celery import app

    caches = {"default": {**settings.CACHES["default"], "LOCATION": cache}}
    before = app.conf.broker_url
    with override_settings(CACHES=caches, REDIS_URL=cache):
        app.conf.broker_url = url
        forget_failures()
        try:
            yield
        finally:
            app.conf.broker_url = before
            forget_failures()


def forget_failures() -> None:
    """Close the connections and the breakers that an earlier test left behind."""
    from elearning.celery import app
    from elearning.site import cache as site_cache
    from elearning.site import on_commit

    kombu.pools.reset()
    app._pool = None
    app.amqp._producer_pool = None
    site_cache.breaker.reset()
    on_commit.breaker.reset()


@pytest.fixture
def celery_worker_process(
    request: pytest.FixtureRequest, broker: RedisServer, transactional_db: None, tmp_path: Path
) -> Iterator[Callable[..., WorkerProcess]]:
    """``celery_worker_process(*arguments, **env)`` starts a real worker on this test's data and broker.

    Mark the test ``worker``. What is returned has ``kill`` and ``restart``; it is stopped afterwards.
    """
    started: list[WorkerProcess] = []

    def start(*arguments: str, **env: str) -> WorkerProcess:
        worker = WorkerProcess(
            {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "elearning.settings.testing",
                "HYLDEFRI_VAR": str(settings.VAR_DIR),
                **request.config.stash[_database].env,
                **env,
            },
            tmp_path / f"worker{len(started)}.log",
            *arguments,
        )
        started.append(worker)
        worker.start()
        return worker

    yield start
    for worker in started:
        worker.kill()
