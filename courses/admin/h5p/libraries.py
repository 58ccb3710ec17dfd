"""The library registry: what may run here, who has said so, what it is used by."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions.approve_h5p_library import ApproveH5PLibrary, WithdrawH5PLibrary
from courses.actions.describe_h5p_library import DescribeH5PLibrary
from courses.actions.remove_h5p_library import H5PLibraryInUse, RemoveH5PLibrary
from courses.admin.h5p.forms import LibraryFilterForm
from courses.admin.h5p.screens import H5PScreen
from courses.h5p.accessibility import known_note, notes_of_libraries
from courses.h5p.groups import APPROVERS
from courses.h5p.selectors import libraries_for, may_approve, may_see_h5p, uses_of_build
from courses.models import H5PBuild

TITLE = gettext_lazy("Libraries")


class LibraryScreen(H5PScreen):
    header_icon = "code"

    def is_allowed(self) -> bool:
        """Whoever works with H5P sees what may run here; deciding it takes the permission."""
        user = self.request.user
        return may_approve(user) or (self.request.method in ("GET", "HEAD") and may_see_h5p(user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(approvers=APPROVERS, **kwargs)


class LibrariesView(LibraryScreen):
    """All builds; several can be approved at once."""

    template_name = "courses/admin/h5p/libraries.html"
    page_title = TITLE
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = LibraryFilterForm(self.request.GET)
        wanted = form.cleaned_data if form.is_valid() else {}
        query = self.request.GET.copy()
        query.pop("p", None)
        libraries = libraries_for(self.request.user)
        return super().get_context_data(
            form=form,
            page_obj=Paginator(_filtered(libraries, wanted), self.paginate_by).get_page(self.request.GET.get("p")),
            waiting=libraries.filter(approved_at__isnull=True).count(),
            query=query.urlencode(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [int(pk) for pk in request.POST.getlist("build") if pk.isascii() and pk.isdecimal() and len(pk) < 19]
        builds = list(H5PBuild.objects.waiting().without_files().select_related("library").filter(pk__in=chosen))
        for build in builds:
            ApproveH5PLibrary(build, user=request.user).execute()
        if builds:
            messages.success(request, _("Approved: %(libraries)s.") % {"libraries": ", ".join(map(str, builds))})
        else:
            messages.warning(request, _("No library was chosen."))
        return redirect(f"{reverse('hyldefri_h5p_libraries')}?{request.GET.urlencode()}".removesuffix("?"))


class LibraryView(LibraryScreen):
    """One build: what it is, its files, and what is to become of it."""

    template_name = "courses/admin/h5p/library.html"

    @cached_property
    def build(self) -> H5PBuild:
        seen = libraries_for(self.request.user).filter(pk=self.kwargs["build_id"])
        found = H5PBuild.objects.select_related("library", "approved_by", "created_by")
        build: H5PBuild | None = found.filter(pk__in=seen.values("pk")).first()
        if build is None:
            raise Http404
        return build

    def get_page_title(self) -> str:
        return str(self.build)

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": reverse("hyldefri_h5p_libraries"), "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        build = self.build
        return super().get_context_data(
            build=build,
            uses=uses_of_build(build, self.request.user),
            note=notes_of_libraries([build.library])[build.library_id],
            known=known_note(build.library.machine_name),
            files=sorted(build.files.items()),
            others=libraries_for(self.request.user)
            .filter(library=build.library_id, patch=build.patch)
            .exclude(pk=build.pk),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("action")
        if wanted == "approve":
            ApproveH5PLibrary(self.build, user=request.user).execute()
            messages.success(request, _("%(library)s is approved.") % {"library": self.build})
        elif wanted == "withdraw":
            WithdrawH5PLibrary(self.build, user=request.user).execute()
            messages.success(request, _("%(library)s is no longer approved.") % {"library": self.build})
        elif wanted == "describe":
            return self._describe()
        elif wanted == "remove":
            return self._remove()
        else:
            return self.refuse(400)
        return redirect("hyldefri_h5p_library", self.build.pk)

    def _describe(self) -> HttpResponse:
        try:
            DescribeH5PLibrary(
                self.build.library, self.request.POST.get("accessibility", ""), user=self.request.user
            ).execute()
        except ValidationError as error:
            return self.refuse(422, refusal=" ".join(error.messages))
        messages.success(self.request, _("Saved."))
        return redirect("hyldefri_h5p_library", self.build.pk)

    def _remove(self) -> HttpResponse:
        try:
            RemoveH5PLibrary(self.build, user=self.request.user).execute()
        except H5PLibraryInUse as error:
            return self.refuse(409, refusal=str(error))
        messages.success(self.request, _("%(library)s is removed.") % {"library": self.build})
        return redirect("hyldefri_h5p_libraries")


def _filtered(builds: Any, wanted: dict[str, Any]) -> Any:
    if text := wanted.get("q", "").strip():
        builds = builds.filter(Q(library__machine_name__icontains=text) | Q(title__icontains=text))
    state = wanted.get("state", "")
    if state in ("waiting", "approved"):
        builds = builds.filter(approved_at__isnull=state == "waiting")
    elif state == "unused":
        builds = builds.filter(pins=None)
    return builds
