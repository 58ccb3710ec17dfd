"""Two at once: workers, and a worker with an editor. On PostgreSQL; SQLite lets one write at a time by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from courses.actions.apply_update import ApplyUpdate
from courses.actions.plan_updates import PlanUpdate
from courses.models import LessonPage, VariantUpdate
from courses.variants.errors import VariantRefused
from tests.courses.factories import make_variant, node_id
from tests.courses.variants.updating import field, fresh, planned, release, text, workbench
from tests.services import WorkerProcess
from tests.waiting import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]


@pytest.fixture
def two_at_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")

    def run(*works: Callable[[], Any]) -> list[Any]:
        """Do the works at once, each in a thread; what each returned or raised."""
        start = threading.Barrier(len(works))
        results: list[Any] = [None] * len(works)

        def work(number: int) -> None:
            start.wait()
            try:
                results[number] = works[number]()
            except Exception as error:
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(len(works))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return results

    return run


@pytest.fixture
def variant(course):
    return make_variant(course)


def test_of_two_who_take_an_update_one_does(course, variant, two_at_once):
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)

    results = two_at_once(*(lambda: ApplyUpdate(update).execute(skip_permission_checks=True) for _ in range(2)))

    assert sorted(type(result).__name__ for result in results) == ["VariantRefused", "VariantUpdate"]
    assert any(isinstance(result, VariantRefused) for result in results)
    assert "nu" in workbench(variant)[node_id("p1")]["fields"]["text"]


def test_two_who_plan_make_one_update(course, variant, two_at_once):
    release(course, text("p1", "Vi begynder nu."))

    results = two_at_once(*(lambda: PlanUpdate(fresh(variant)).execute() for _ in range(2)))

    assert len({result.pk for result in results}) == 1
    assert VariantUpdate.objects.unscoped(reason="a test").filter(variant=variant).count() == 1


def test_what_an_editor_saves_meanwhile_is_not_lost(course, variant, two_at_once):
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)
    entered, saved = threading.Event(), threading.Event()

    def save() -> None:
        entered.wait(60)
        page = LessonPage.objects.descendant_of(variant.course).get(node_id=node_id("l2"))
        page.title = "Vores prøve"
        page.save_revision()
        saved.set()

    class Slowly(ApplyUpdate):
        def _write(self, plan: Any) -> dict[str, Any]:
            entered.set()
            saved.wait(1)  # It cannot: the pages are held until we are done.
            return super()._write(plan)

    results = two_at_once(lambda: Slowly(update).execute(skip_permission_checks=True), save)

    assert isinstance(results[0], VariantUpdate), results
    nodes = workbench(variant)
    assert nodes[node_id("l2")]["fields"]["title"] == "Vores prøve"
    assert "nu" in nodes[node_id("p1")]["fields"]["text"]


@pytest.mark.worker
def test_real_workers_bring_a_release_to_six_municipalities(
    course, broker, celery_worker_process: Callable[..., WorkerProcess]
):
    from tests.courses.variants.updating import municipality, rewrite

    policies = ["apply", "apply", "apply", "ask", "paused", "apply"]
    variants = [make_variant(course, municipality(policy)) for policy in policies]
    rewrite(variants[2].course, field("l2", title="Vores prøve"))
    rewrite(variants[5].course, text("p1", "Vores egne ord."))
    celery_worker_process("--concurrency", "2")

    release(course, text("p1", "Vi begynder nu."))

    def numbers() -> list[int]:
        return [fresh(variant).base_release.number for variant in variants]

    def is_done() -> bool:
        planned_for = set(
            VariantUpdate.objects.unscoped(reason="a test")
            .filter(status=VariantUpdate.Status.PLANNED)
            .values_list("variant", flat=True)
        )
        return numbers() == [2, 2, 2, 1, 1, 1] and planned_for == {variants[3].pk, variants[5].pk}

    wait_for(is_done, within=120, what="The release in three municipalities and two questions")
    assert workbench(variants[2])[node_id("l2")]["fields"]["title"] == "Vores prøve"
    assert "egne" in workbench(variants[5])[node_id("p1")]["fields"]["text"]
