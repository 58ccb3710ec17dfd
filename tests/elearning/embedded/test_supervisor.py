"""The supervisor for real. A first start, with the demo, is in tests/browser (the ``site`` fixture)."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator

import pytest

from elearning.embedded.supervisor import RestartPolicy
from tests.databases import sqlite_template
from tests.embedded_site import EmbeddedSite, wait_until_gone
from tests.waiting import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.once]


@pytest.fixture(scope="module")
def shared_site() -> Iterator[EmbeddedSite]:
    site = EmbeddedSite(database=sqlite_template(), HYLDEFRI_DEMO="0")
    yield site
    site.remove()


@pytest.fixture
def running(shared_site: EmbeddedSite) -> EmbeddedSite:
    if shared_site.process is None or shared_site.process.poll() is not None:
        shared_site.start()
    return shared_site


def test_it_prints_the_address_when_the_first_page_answers(running: EmbeddedSite) -> None:
    assert f"Hyldefri er klar: {running.base_url}/" in running.said
    assert running.get("/healthz") == (200, "ok\n")


def test_a_second_one_in_the_same_folder_refuses_and_harms_nothing(running: EmbeddedSite) -> None:
    second = EmbeddedSite(HYLDEFRI_VAR=str(running.var))
    try:
        code = second.spawn().wait(60)

        assert code == 1
        assert "Hyldefri kører allerede" in second.said
        assert running.ready()["ready"]
    finally:
        second.remove()


@pytest.mark.parametrize("program", ["gunicorn", "elearning.celery worker", "elearning.celery beat", "redis-server"])
def test_a_child_that_is_killed_is_started_again(running: EmbeddedSite, program: str) -> None:
    victim = running.child(program)
    victim.kill()

    def another_runs() -> bool:
        try:
            return running.child(program).pid != victim.pid
        except AssertionError:
            return False

    wait_for(another_runs, within=60, what=f"Another {program}")
    wait_for(lambda: running.ready()["ready"], within=60, what="Readiness")


def test_sigterm_stops_every_process_and_a_second_start_keeps_the_data(running: EmbeddedSite) -> None:
    everything = running.descendants()
    with sqlite3.connect(running.var / "hyldefri.sqlite3") as database:
        database.execute("UPDATE wagtailcore_site SET site_name = 'beholdt'")
    database.close()

    assert running.stop() == 0

    wait_until_gone(everything, within=5)
    assert "Hyldefri er stoppet." in running.said
    running.start()
    with sqlite3.connect(running.var / "hyldefri.sqlite3") as database:
        assert database.execute("SELECT site_name FROM wagtailcore_site").fetchall() == [("beholdt",)]
    database.close()


def test_no_process_outlives_a_supervisor_that_is_killed(running: EmbeddedSite) -> None:
    everything = running.descendants()
    assert len(everything) >= 6  # redis, two of the web, two or more of the worker, beat
    assert running.process

    running.process.send_signal(signal.SIGKILL)
    running.process.wait()

    wait_until_gone(everything, within=20)


def test_a_program_that_keeps_dying_is_given_up_after_longer_and_longer_pauses() -> None:
    policy = RestartPolicy(deaths=4, window=60)

    assert [policy.pause_after_death("web", now) for now in (0, 1, 2, 3)] == [0.5, 1.0, 2.0, None]


def test_a_program_that_dies_now_and_then_is_always_started_again() -> None:
    policy = RestartPolicy(deaths=3, window=60)

    assert [policy.pause_after_death("web", hour * 3600) for hour in range(6)] == [0.5] * 6
