"""The designer's screens: all courses, a course's versions, a new version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from courses.actions.create_release import CreateRelease, ReleaseRefused
from courses.admin.forms import ReleaseForm
from courses.admin.selectors import course_rows, editable_courses, may_release, may_see_releases, releases_of
from courses.estimates import budget
from courses.models import CoursePage, CourseRelease
from courses.quizzes.drawing import pool_size
from courses.releasing.findings import Finding
from courses.releasing.plan import ReleasePlan, plan_release
from courses.releasing.report import changes_by_page, located
from courses.selectors import release_tree
from courses.trees.diff import diff
from courses.variants.progress import spread


class CoursesView(WagtailAdminTemplateMixin, TemplateView):
    """Every course the user may edit: version, drafts, minutes."""

    template_name = "courses/admin/courses.html"
    page_title = gettext_lazy("Courses and versions")
    header_icon = "doc-full"
    paginate_by = 25

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        courses = Paginator(editable_courses(self.request.user), self.paginate_by)
        page = courses.get_page(self.request.GET.get("p"))
        return super().get_context_data(page_obj=page, rows=course_rows(list(page.object_list)), **kwargs)


class CourseView(WagtailAdminTemplateMixin, TemplateView):
    """What the screens about one course share."""

    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.course = get_object_or_404(CoursePage, pk=kwargs["page_id"])
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return may_see_releases(self.request.user, self.course)

    def get_page_subtitle(self) -> str:
        return str(self.course.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("hyldefri_courses"), "label": CoursesView.page_title},
            {"url": reverse("hyldefri_releases", args=[self.course.pk]), "label": self.get_page_subtitle()},
            *self.last_crumbs(),
        ]

    def last_crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        edit = HeaderButton(
            _("Edit the course"),
            url=reverse("wagtailadmin_pages:edit", args=[self.course.pk]),
            icon_name="edit",
            priority=20,
        )
        return [edit]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(course=self.course, **kwargs)


class ReleasesView(CourseView):
    """A course's versions, newest first."""

    template_name = "courses/admin/releases.html"
    page_title = gettext_lazy("Versions")

    def last_crumbs(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            releases=releases_of(self.course),
            may_release=may_release(self.request.user, self.course),
            figures=spread(self.course),
            **kwargs,
        )


class ReleaseView(CourseView):
    """One version: who, when, why, and what it changed."""

    template_name = "courses/admin/release.html"

    @cached_property
    def release(self) -> CourseRelease:
        release = self.course.releases.select_related("created_by").filter(number=self.kwargs["number"]).first()
        if release is None:
            raise Http404
        found: CourseRelease = release
        return found

    def get_page_title(self) -> str:
        return str(self.release)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        previous = self.course.releases.without_tree().filter(number__lt=self.release.number).first()
        before = release_tree(previous.pk) if previous else None
        return super().get_context_data(
            release=self.release,
            previous=previous,
            budget=budget(self.release.tree),
            pages=changes_by_page(diff(before, self.release.tree), before, self.release.tree, self.course),
            **kwargs,
        )


class NewReleaseView(CourseView):
    """Look at what a new version would be, and make it."""

    template_name = "courses/admin/new_release.html"
    page_title = gettext_lazy("New version")

    def is_allowed(self) -> bool:
        return may_release(self.request.user, self.course)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = plan_release(self.course)
        return self.show(ReleaseForm(plan=plan), plan, plan.errors)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = plan_release(self.course)
        form = ReleaseForm(request.POST, plan=plan)
        if not form.is_valid():
            return self.show(form, plan, plan.errors, status=400)
        try:
            release = CreateRelease(self.course, user=request.user, **form.cleaned_data).execute()
        except ReleaseRefused as refused:
            # The hash she saw is stale by now: the page she is shown next carries the new one.
            stale = request.POST.copy()
            stale["expected_sha256"] = plan.sha256
            return self.show(ReleaseForm(stale, plan=plan), plan, refused.findings, status=422)
        messages.success(
            request,
            _("%(release)s »%(course)s« is made.")
            % {"release": release, "course": self.course.get_admin_display_title()},
        )
        return redirect("hyldefri_releases", self.course.pk)

    def show(self, form: ReleaseForm, plan: ReleasePlan, errors: list[Finding], status: int = 200) -> HttpResponse:
        current = self.course.current_release
        before = release_tree(current.pk) if current else None
        return self.render_to_response(
            self.get_context_data(
                form=form,
                plan=plan,
                refused=status == 422,
                errors=located(errors, plan.tree, self.course),
                warnings=located(plan.warnings, plan.tree, self.course),
                pages=changes_by_page(plan.changes, before, plan.tree, self.course),
                budget=budget(plan.tree),
                pool_size=pool_size(plan.tree),
                draw_count=plan.tree["fields"]["draw_count"],
                current=current,
            ),
            status=status,
        )
