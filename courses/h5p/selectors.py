"""What the screens, and later the blocks, ask about H5P."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Collection, Page, ReferenceIndex
from wagtail.permissions import policy_registry

from courses.h5p import refusals
from courses.isolation.ownership import without_foreign_pages
from courses.models import H5PActivity, H5PBuild, H5PImport, H5PPin, H5PVersion

#: Any of these lets somebody see an activity.
SEEING = ("add", "change", "delete", "choose")
APPROVE = "courses.approve_h5pbuild"


def policy() -> Any:
    return policy_registry.get_by_type(H5PActivity)


def activities_for(user: Any) -> QuerySet[H5PActivity]:
    """The activities the person may see: shared ones and her own municipality's, if she has a right there."""
    seen = policy().instances_user_has_any_permission_for(user, SEEING)
    activities: QuerySet[H5PActivity] = H5PActivity.objects.filter(pk__in=seen.values("pk"))
    return activities.select_related("collection", "current_version__main_build__library").defer(
        "current_version__content", "current_version__main_build__semantics", "current_version__main_build__files"
    )


def with_waiting(activities: QuerySet[H5PActivity]) -> QuerySet[H5PActivity]:
    """Each with ``waits``: whether a library of its current version is not approved."""
    waiting = H5PPin.objects.filter(version=OuterRef("current_version"), build__approved_at__isnull=True)
    return activities.annotate(waits=Exists(waiting))


def waiting_among(activities: Iterable[int]) -> frozenset[int]:
    """Those of the activities, by id, that cannot be played before a library is approved; one query, none for none."""
    pks = list(activities)
    if not pks:
        return frozenset()
    waiting = H5PPin.objects.filter(version__activity__in=pks, build__approved_at__isnull=True)
    current = waiting.filter(version=F("version__activity__current_version"))
    return frozenset(current.values_list("version__activity", flat=True))


def may_see_h5p(user: Any) -> bool:
    return bool(policy().user_has_any_permission(user, SEEING))


def may_import(user: Any) -> bool:
    return bool(policy().user_has_permission(user, "add"))


def may_change(user: Any, activity: H5PActivity) -> bool:
    return bool(policy().user_has_permission_for_instance(user, "change", activity))


def may_remove(user: Any, activity: H5PActivity) -> bool:
    return bool(policy().user_has_permission_for_instance(user, "delete", activity))


def may_approve(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(APPROVE))


def collections_for_import(user: Any) -> QuerySet[Collection]:
    """Where the person may put a new activity."""
    collections: QuerySet[Collection] = policy().collections_user_has_permission_for(user, "add")
    return collections.order_by("path")


def imports_for(user: Any) -> QuerySet[H5PImport]:
    """The imports the person may follow: her own, and those into collections where she may add."""
    return H5PImport.objects.filter(collection__in=collections_for_import(user).values("pk"))


def import_for(user: Any, import_id: int) -> H5PImport | None:
    """An import the person may follow. One that nothing came of has no row and is told from the cache."""
    row: H5PImport | None = imports_for(user).select_related("activity").filter(pk=import_id).first()
    told = refusals.kept(import_id) if row is None else None
    if told and collections_for_import(user).filter(pk=told.collection_id).exists():
        return told
    return row


def imports_under_way(user: Any) -> list[H5PImport]:
    return list(imports_for(user).filter(state__in=[H5PImport.State.WAITING, H5PImport.State.WORKING]))


def is_playable(version: H5PVersion | None) -> bool:
    """Whether every library the version is pinned to has been approved."""
    return version is not None and not unapproved(version).exists()


def pinned(version: H5PVersion) -> list[H5PBuild]:
    """The builds a version is played with, each after those it needs; without what is large."""
    builds = H5PBuild.objects.without_files().filter(pins__version=version).select_related("library", "approved_by")
    return list(builds.order_by("pins__order"))


def unapproved(version: H5PVersion) -> QuerySet[H5PBuild]:
    waiting: QuerySet[H5PBuild] = version.builds.filter(approved_at__isnull=True).select_related("library")
    return waiting


@dataclass(frozen=True)
class Uses:
    """Where an activity stands: the pages the asker may see, and how many more there are."""

    pages: list[Page]
    others: int

    def __bool__(self) -> bool:
        return bool(self.pages or self.others)


def uses_of(activity: H5PActivity, user: Any) -> Uses:
    """The pages, drafts among them, that the activity stands in."""
    return uses_of_all([activity], user)[activity.pk]


def uses_of_all(activities: Iterable[H5PActivity], user: Any) -> dict[int, Uses]:
    """The same for many, with three queries in all."""
    by_key = {str(activity.pk): activity.pk for activity in activities}
    references = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(H5PActivity), to_object_id__in=list(by_key)
    )
    found: dict[int, set[str]] = {pk: set() for pk in by_key.values()}
    page_type = ReferenceIndex._get_base_content_type(Page)
    for key, source in references.filter(base_content_type=page_type).values_list("to_object_id", "object_id"):
        found[by_key[key]].add(source)
    every = {pk for sources in found.values() for pk in sources}
    seen = {str(page.pk): page for page in without_foreign_pages(Page.objects.filter(pk__in=every), user)}
    return {
        pk: Uses(
            [seen[source] for source in sorted(sources) if source in seen],
            sum(source not in seen for source in sources),
        )
        for pk, sources in found.items()
    }


@dataclass(frozen=True)
class BuildUses:
    """The activities played with a build that the asker may see, and how many more there are."""

    activities: list[H5PActivity]
    others: int

    def __bool__(self) -> bool:
        return bool(self.activities or self.others)


def builds_with_uses() -> QuerySet[H5PBuild]:
    """Every build with ``activities``: how many have a version, old or current, that is played with it."""
    builds = H5PBuild.objects.without_files().select_related("library", "approved_by")
    counted: QuerySet[H5PBuild] = builds.annotate(activities=Count("pins__version__activity", distinct=True))
    return counted.order_by("library__machine_name", "-library__major", "-library__minor", "-patch", "-pk")


def libraries_for(user: Any) -> QuerySet[H5PBuild]:
    """Those who approve see all; others what is approved, and what the activities they may see are played with."""
    builds = builds_with_uses()
    if may_approve(user):
        return builds
    own = H5PPin.objects.filter(version__activity__in=activities_for(user).values("pk"))
    return builds.filter(Q(approved_at__isnull=False) | Q(pk__in=own.values("build")))


def uses_of_build(build: H5PBuild, user: Any) -> BuildUses:
    every = H5PActivity.objects.filter(versions__builds=build).distinct()
    seen = list(activities_for(user).filter(pk__in=every.values("pk")))
    return BuildUses(seen, every.count() - len(seen))
