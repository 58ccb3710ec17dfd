"""What an update may do without asking: the municipality's policy, and what has happened before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import CoursePage, CourseRelease, Variant, VariantApproval, VariantUpdate
from elearning.municipalities.models import Municipality

Status = VariantUpdate.Status
_POLICY = Municipality.UpdatePolicy


def may_apply_itself(
    updates: Iterable[VariantUpdate], municipalities: Mapping[int, Municipality]
) -> list[VariantUpdate]:
    """Of planned updates, those that go into their variants without anybody being asked; one query.

    ``municipalities`` are given by the variant's id. A release that somebody has undone comes back only by a person's
    hand; the next one is another matter.
    """
    clean = [
        update
        for update in updates
        if municipalities[update.variant_id].update_policy == _POLICY.APPLY
        and not update.conflicts
        and not update.blockers
    ]
    undone = set(
        VariantUpdate.objects.unscoped(reason="the updates are given")
        .filter(variant__in=[update.variant_id for update in clean], status=Status.UNDONE)
        .values_list("variant", "target_release")
    )
    return [update for update in clean if (update.variant_id, update.target_release_id) not in undone]


def waiting_to_apply() -> QuerySet[VariantUpdate]:
    """Every planned update that would go in by itself; the sweep asks for them again."""
    every = VariantUpdate.objects.unscoped(reason="the sweep is every municipality's")
    undone = every.filter(variant=OuterRef("variant"), target_release=OuterRef("target_release"), status=Status.UNDONE)
    approving = VariantApproval.objects.unscoped(reason="the updates are given").filter(
        variant=OuterRef("variant"), status=VariantApproval.Status.REQUESTED
    )
    found: QuerySet[VariantUpdate] = every.filter(
        ~Exists(undone),
        ~Exists(approving),
        status=Status.PLANNED,
        variant__municipality__update_policy=_POLICY.APPLY,
        conflicts=0,
        blockers=[],
    )
    return found


def newest_release(course: CoursePage | int) -> CourseRelease | None:
    newest: CourseRelease | None = (
        CourseRelease.objects.without_tree().filter(course=course).order_by("-number").first()
    )
    return newest


def to_plan(release: CourseRelease, *, unplanned: bool = False) -> list[int]:
    """The variants that ``release`` is to be laid before. A municipality that has paused is left alone, unless
    something since its base is mandatory. With ``unplanned`` only those it has not been laid before."""
    variants = Variant.objects.unscoped(reason="a release is every municipality's")
    variants = variants.filter(upstream=release.course_id, base_release__lt=release.pk)
    asked = ~Q(municipality__update_policy=_POLICY.PAUSED)
    if mandatory := last_mandatory(release):
        asked |= Q(base_release__lt=mandatory)
    variants = variants.filter(asked)
    if unplanned:
        variants = variants.exclude(updates__status=Status.PLANNED, updates__target_release=release)
    return list(variants.order_by("pk").values_list("pk", flat=True))


def last_mandatory(release: CourseRelease) -> int | None:
    """The id of the newest mandatory release up to and including this one: who has an older base must take it."""
    found: int | None = (
        CourseRelease.objects.filter(
            course=release.course_id, number__lte=release.number, importance=CourseRelease.Importance.MANDATORY
        )
        .order_by("-number")
        .values_list("pk", flat=True)
        .first()
    )
    return found


def batches(ids: Iterable[int], size: int) -> Iterable[list[int]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, size)):
        yield batch
