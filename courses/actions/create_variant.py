"""A municipality makes a shared course its own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.actions.set_up_municipality import SetUpMunicipality
from courses.models import CoursePage, CourseRelease, ProcessOverrides, Variant, VariantMedia
from courses.signals import variant_created
from courses.trees.nodes import Node
from courses.trees.pages import write_course
from courses.variants.access import may_tailor
from courses.variants.errors import VariantRefused
from courses.variants.media import make_copies
from elearning.municipalities.models import Municipality


class CreateVariant:
    """A full copy of the course's current release below the municipality's page, with the same node ids.

    The pages are drafts until somebody approves them. Links within the course lead to the copy's own pages, and its
    files are copies in the municipality's collection. Raises ``PermissionDenied`` and :class:`VariantRefused`.
    """

    def __init__(self, upstream: CoursePage, municipality: Municipality, *, user: Any = None) -> None:
        self.upstream = upstream
        self.municipality = municipality
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> Variant:
        if not skip_permission_checks and not may_tailor(self.user, self.municipality):
            raise PermissionDenied(_("You may not make courses for this municipality."))
        with transaction.atomic():
            # Two at once: the second waits here and finds the first's.
            upstream = CoursePage.objects.select_for_update().get(pk=self.upstream.pk)
            release = self._release(upstream)
            page = SetUpMunicipality(self.municipality, user=self.user).execute(skip_permission_checks=True)
            self.municipality.refresh_from_db()
            return self._create(upstream, release, page)

    def _release(self, upstream: CoursePage) -> CourseRelease:
        if Variant.objects.for_municipality(self.municipality).filter(upstream=upstream).exists():
            raise VariantRefused(_("The municipality has its own version of the course already."))
        if Variant.objects.unscoped(reason="is it a variant itself?").filter(course=upstream).exists():
            raise VariantRefused(
                _("A municipality's own version cannot be tailored further. Tailor the shared course.")
            )
        release = upstream.current_release
        if release is None:
            raise VariantRefused(_("The course has no version yet, so there is nothing to build on."))
        return release

    def _create(self, upstream: CoursePage, release: CourseRelease, page: Any) -> Variant:
        tree: Node = CourseRelease.objects.values_list("tree", flat=True).get(pk=release.pk)
        files = make_copies(self.municipality, release, tree, user=self.user)
        course = write_course(files.to_own(tree), page, user=self.user, publish=False)
        variant = Variant.objects.create(
            municipality=self.municipality,
            course=course,
            upstream=upstream,
            base_release=release,
            created_by=self.user,
        )
        ProcessOverrides.objects.create(variant=variant)
        for copy in files.copies:
            copy.variant = variant
        VariantMedia.objects.bulk_create(files.copies)
        log(
            instance=course,
            action="courses.variant.create",
            user=self.user,
            data={"municipality": self.municipality.code, "version": release.number},
        )
        transaction.on_commit(lambda: variant_created.send(sender=Variant, variant=variant))
        return variant
