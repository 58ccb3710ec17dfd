"""The designer's screens about locks agreed with single municipalities."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions.agree_locks import AgreeLock, LiftLock
from courses.admin import variant_selectors as selectors
from courses.admin.variant_forms import LockForm
from courses.admin.variants import VariantView, is_variants_course
from courses.admin.views import CoursesView, CourseView
from courses.models import Variant
from courses.variants.access import may_agree_locks
from courses.variants.errors import VariantError


class CourseLocksView(CourseView):
    """Which municipalities have made a shared course their own, and the way to each one's locks."""

    template_name = "courses/admin/course_locks.html"
    page_title = gettext_lazy("Agreed locks")
    header_icon = "lock"

    def is_allowed(self) -> bool:
        may = self.course.permissions_for_user(self.request.user).can_publish()
        return bool(may) and not is_variants_course(self.course)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(variants=selectors.variants_of(self.course), **kwargs)


class VariantLocksView(VariantView):
    """One municipality's locks. Of its words the designer sees none: what can be locked is the shared course's."""

    template_name = "courses/admin/variant_locks.html"
    page_title = gettext_lazy("Agreed locks")
    header_icon = "lock"

    def get_variant(self, request: HttpRequest, variant_id: int) -> Variant:
        variant = (
            Variant.objects.unscoped(reason="the designer agrees locks with every municipality")
            .select_related("municipality", "upstream", "base_release")
            .filter(pk=variant_id)
            .first()
        )
        if variant is None:
            raise Http404
        if not may_agree_locks(request.user, variant):
            raise PermissionDenied
        found: Variant = variant
        return found

    def get_page_subtitle(self) -> str:
        return str(self.variant.municipality.official_name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        upstream = self.variant.upstream
        return [
            *self.breadcrumbs_items,
            {"url": reverse("hyldefri_courses"), "label": CoursesView.page_title},
            {"url": reverse("hyldefri_releases", args=[upstream.pk]), "label": upstream.get_admin_display_title()},
            {"url": reverse("hyldefri_course_locks", args=[upstream.pk]), "label": CourseLocksView.page_title},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", LockForm(groups=selectors.lockable(self.variant)))
        return super().get_context_data(
            agreed=selectors.agreed_rows(self.variant), locked=selectors.locks_of_course(self.variant), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "lift" in request.POST:
            if LiftLock(self.variant, request.POST["lift"], user=request.user).execute():
                messages.success(request, _("The agreement is dropped; the course's own word holds again."))
            return redirect("hyldefri_variant_locks", self.variant.pk)
        form = LockForm(request.POST, groups=selectors.lockable(self.variant))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        said = form.cleaned_data
        try:
            AgreeLock(
                self.variant,
                said["key"],
                locked=said["state"] == "lock",
                reason=said["reason"],
                user=request.user,
            ).execute()
        except VariantError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("It is agreed. The municipality sees it on its overview."))
        return redirect("hyldefri_variant_locks", self.variant.pk)
