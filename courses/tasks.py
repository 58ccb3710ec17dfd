"""The Celery tasks of courses: a release on its way to the municipalities. Each may run twice, late or in vain."""

from __future__ import annotations

from celery import shared_task
from django.db import IntegrityError, OperationalError

from courses.actions.apply_update import ApplyUpdate
from courses.actions.plan_updates import PlanUpdate, PlanUpdates
from courses.models import CoursePage, CourseRelease, Variant, VariantUpdate
from courses.variants import consent, mandatory
from courses.variants.errors import Blocked, OpenConflicts, VariantRefused
from courses.variants.policy import batches, may_apply_itself, newest_release, to_plan, waiting_to_apply
from courses.variants.queue import enqueue

#: Variants that are planned together.
BATCH = 10

_EVERY = "a worker updates every municipality's"


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def fan_out(release_id: int) -> int:
    """Lay a release before the variants of its course, batch by batch; returns how many variants that is.

    A release that is no longer the newest is left to the newest one's own fan-out.
    """
    release = CourseRelease.objects.without_tree().filter(pk=release_id).first()
    if release is None or newest_release(release.course_id) != release:
        return 0
    variants = to_plan(release)
    for batch in batches(variants, BATCH):
        enqueue(plan_batch, release_id, batch)
    return len(variants)


@shared_task(autoretry_for=(OperationalError, IntegrityError), retry_backoff=True, max_retries=5)
def plan_batch(release_id: int, variant_ids: list[int]) -> None:
    """Plan some variants together, and ask for those to be updated that need nobody's decision."""
    release = CourseRelease.objects.without_tree().get(pk=release_id)
    variants = Variant.objects.unscoped(reason=_EVERY).filter(pk__in=variant_ids, upstream=release.course_id)
    planned = PlanUpdates(release, variants.select_related("course", "municipality")).execute()
    municipalities = {variant.pk: variant.municipality for variant in variants.select_related("municipality")}
    for update in may_apply_itself(planned.values(), municipalities):
        enqueue(apply_update, update.pk)
    told = mandatory.due().filter(pk__in=[update.pk for update in planned.values()])
    for pk in told.values_list("pk", flat=True):
        enqueue(tell_of_mandatory, pk)


@shared_task(autoretry_for=(OperationalError, IntegrityError), retry_backoff=True, max_retries=5)
def apply_update(update_id: int) -> bool:
    """Take a clean update into its variant, and publish it where consent stands. Returns whether it was taken now."""
    updates = VariantUpdate.objects.unscoped(reason=_EVERY).defer("before", "decisions")
    update = updates.select_related("variant__municipality", "variant__current_release").filter(pk=update_id).first()
    if update is None:
        return False
    taken = False
    if update.status == VariantUpdate.Status.PLANNED:
        try:
            update = ApplyUpdate(update, automatic=True).execute()
            taken = True
        except (OpenConflicts, Blocked):
            # The pages have changed since it was planned: what is stored must say so, or it is asked for again.
            PlanUpdate(update.variant).execute()
        except VariantRefused:
            return False
    consent.after_clean_update(update)
    return taken


@shared_task
def sweep_updates() -> int:
    """Ask again for what a broker that was down or a worker that died has left; returns for how much."""
    asked = 0
    variants = Variant.objects.unscoped(reason=_EVERY)
    for course in CoursePage.objects.filter(pk__in=variants.values("upstream")):
        release = newest_release(course)
        if release:
            left = to_plan(release, unplanned=True)
            asked += sum(enqueue(plan_batch, release.pk, batch) for batch in batches(left, BATCH))
    unfinished = [*waiting_to_apply().values_list("pk", flat=True), *consent.unpublished().values_list("pk", flat=True)]
    return asked + sum(enqueue(apply_update, pk) for pk in unfinished)


@shared_task(autoretry_for=(OSError, OperationalError), retry_backoff=True, max_retries=5)
def tell_of_mandatory(update_id: int) -> int:
    """Tell a municipality of a mandatory update it has not taken."""
    return mandatory.tell(update_id)


@shared_task
def remind_of_mandatory() -> int:
    """Tell again of mandatory updates that have waited long; returns of how many."""
    return sum(enqueue(tell_of_mandatory, pk) for pk in mandatory.due().values_list("pk", flat=True))
