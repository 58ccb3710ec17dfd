"""What a release costs when it goes out to every municipality, and an H5P package when it comes in.

A course of 25 lessons, 98 municipalities' own versions, a new version with 20 changes. Half of the municipalities
have written something of their own. Everything is done through the actions that the site uses, in a database of its
own: SQLite, or PostgreSQL where one can be started (``--postgres``).

CPU seconds are the worker's own; each is also given as a multiple of a calibration loop run just before, so that
figures of different machines, and of a machine that is busy, can be compared.
"""

from __future__ import annotations

import argparse
import copy
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import process_time
from typing import Any

from bench import h5p

MUNICIPALITIES, BATCH, CHANGES, LESSONS = 98, 10, 20, 25
#: CPU seconds (issue: fan-out).
PLANNING_BAR, APPLYING_BAR = 30.0, 2.5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.releases", description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", action="store_true", help="in a PostgreSQL server of its own")
    parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    parser.add_argument("--applied", type=int, default=10, help="how many variants are updated and published")
    parser.add_argument("--profile", choices=["planning", "applying"], help="where the time goes, with cProfile")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hyldefri-bench-")))
        os.environ["HYLDEFRI_VAR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "elearning.settings.testing"
        os.environ["TEST_DATABASE_FILE"] = str(folder / "bench.sqlite3")
        os.environ.pop("DATABASE_URL", None)
        from tests.services import RedisServer, postgres

        redis = RedisServer(folder / "redis.sock")
        redis.start()
        stack.callback(redis.kill)
        if options.postgres:
            os.environ["DATABASE_URL"] = stack.enter_context(postgres())
        import django

        django.setup()
        return run(options)


def run(options: Any) -> int:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    course, variants = build(options)
    calibration = calibrated()
    print(f"calibration loop: {calibration:.2f} s of CPU")
    planning, queries = profiled(options, "planning", lambda: plan(course, variants))
    applying = profiled(options, "applying", lambda: apply(chosen(variants, options)))
    print(f"planning {len(variants)} variants in batches of {BATCH}, {CHANGES} changes over {LESSONS} lessons:")
    print(f"  queries a batch: {', '.join(map(str, sorted(set(queries))))}")
    print(f"  CPU: {planning:.1f} s (bar {PLANNING_BAR}), {planning / calibration:.1f} x the calibration loop")
    each = sum(applying) / len(applying)
    print(f"applying and publishing {len(applying)} of them, a variant:")
    print(f"  CPU: {each:.2f} s (bar {APPLYING_BAR}), {each / calibration:.2f} x the calibration loop")
    print(f"  slowest: {max(applying):.2f} s")
    scaled = planning * MUNICIPALITIES / len(variants)
    held = scaled <= PLANNING_BAR and each <= APPLYING_BAR and len(set(queries)) == 1
    held &= h5p.bench(calibration)
    print("The bars of releases and packages are met." if held else "A bar of releases and packages is NOT MET.")
    return 0


def profiled(options: Any, name: str, work: Any) -> Any:
    if options.profile != name:
        return work()
    import cProfile
    import pstats

    profile = cProfile.Profile(process_time)  # a busy machine does not show
    result = profile.runcall(work)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(110)
    return result


def calibrated() -> float:
    """CPU seconds of a fixed amount of what planning does: walking, copying and hashing JSON."""
    import hashlib
    import json

    start = process_time()
    tree: Any = {"fields": {f"name{n}": "x" * 40 for n in range(50)}, "children": [{"n": n} for n in range(200)]}
    for _ in range(300):
        text = json.dumps(copy.deepcopy(tree), sort_keys=True)
        hashlib.sha256(text.encode()).hexdigest()
    return process_time() - start


def build(options: Any) -> tuple[Any, list[Any]]:
    """The shared course with its second version, and everybody's own of the first; those that are to be applied are
    approved, with consent to what comes."""
    from courses.actions.create_variant import CreateVariant
    from courses.demo.loader import demo_courses, load_course
    from courses.demo.site import set_up_site
    from courses.trees.nodes import lessons
    from courses.trees.pages import read_course
    from tests.factories import MunicipalityFactory

    path, notes = next(iter(demo_courses().items()))
    course = load_course(path, set_up_site(), notes=notes)
    found = len(list(lessons(read_course(course))))
    if found != LESSONS:
        raise SystemExit(f"The course has {found} lessons.")
    variants = []
    for number in range(options.municipalities):
        municipality = MunicipalityFactory(update_policy="apply")
        variant = CreateVariant(course, municipality).execute(skip_permission_checks=True)
        if number % 2:
            tailor(variant, number)
        variants.append(variant)
    for variant in chosen(variants, options):
        approve(variant)
    improve(course)
    return course, variants


def chosen(variants: list[Any], options: Any) -> list[Any]:
    """Those that are approved and updated, spread evenly: a batch without a draft in it has a query less to make."""
    return variants[:: max(len(variants) // options.applied, 1)][: options.applied]


def tailor(variant: Any, number: int) -> None:
    """The municipality renames a lesson, as a draft."""
    from courses.models import LessonPage

    pages = list(LessonPage.objects.descendant_of(variant.course).order_by("path"))
    draft = pages[number % LESSONS].get_latest_revision_as_object()
    draft.title = f"{draft.title} hos os"
    draft.save_revision()


def approve(variant: Any) -> None:
    from courses.actions.answer_approval import AnswerApproval
    from courses.actions.request_approval import RequestApproval
    from courses.actions.standing_consent import GiveConsent
    from tests.factories import MembershipFactory

    approver = MembershipFactory(municipality=variant.municipality, role="approver").user
    approval = RequestApproval(variant, user=approver).execute(skip_permission_checks=True)
    AnswerApproval(approval, user=approver, approves=True, seen_sha256=approval.sha256).execute()
    variant.refresh_from_db()
    GiveConsent(variant, user=approver).execute()


def improve(course: Any) -> None:
    """Another paragraph in each of twenty lessons, and a version of that."""
    from courses.actions.create_release import CreateRelease
    from courses.models import CoursePage, LessonPage

    for number, page in enumerate(LessonPage.objects.descendant_of(course).order_by("path")[:CHANGES]):
        text = f'<p data-block-key="new{number:02}">Tag det op på næste ledermøde.</p>'
        page.body.append(("paragraph", {"text": text}))
        page.save_revision().publish()
    fresh = CoursePage.objects.get(pk=course.pk)
    CreateRelease(fresh, notes="Tyve forbedringer.").execute(skip_permission_checks=True)


def plan(course: Any, variants: list[Any]) -> tuple[float, list[int]]:
    """CPU seconds for all, and the queries of each batch, as ``courses.tasks.plan_batch`` does them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from courses import tasks
    from courses.selectors import release_tree
    from courses.variants.policy import batches

    tasks.enqueue = lambda *_arguments: True  # type: ignore[assignment]
    release = course.current_release
    queries, start = [], process_time()
    for batch in batches([variant.pk for variant in variants], BATCH):
        release_tree.cache_clear()  # as a worker that begins with this batch
        with CaptureQueriesContext(connection) as captured:
            tasks.plan_batch(release.pk, batch)
        queries.append(len(captured))
    return process_time() - start, queries


def apply(variants: list[Any]) -> list[float]:
    """CPU seconds for each, as ``courses.tasks.apply_update`` applies and publishes it."""
    from courses import tasks
    from courses.models import VariantUpdate

    taken = []
    updates = VariantUpdate.objects.unscoped(reason="a measurement").defer("before")
    for variant in variants:
        update = updates.get(variant=variant)
        start = process_time()
        tasks.apply_update(update.pk)
        taken.append(process_time() - start)
        update.refresh_from_db()
        if update.status != VariantUpdate.Status.PUBLISHED:
            raise SystemExit(f"{variant} was not published: {update.status}, {update.blockers}")
    return taken


if __name__ == "__main__":
    sys.exit(main())
