"""Uploading a package, and following it in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions.dismiss_h5p_import import DismissH5PImport
from courses.actions.start_h5p_import import StartH5PImport
from courses.admin.h5p.forms import NewPackageForm, PackageForm
from courses.admin.h5p.screens import ActivityScreen, H5PScreen
from courses.h5p.selectors import import_for, may_change, may_import
from courses.models import H5PImport


class UploadMixin:
    """A browser that sends the file with script, to show how far it is, is answered in JSON."""

    request: HttpRequest
    refuse: Any

    def started(self, row: H5PImport) -> HttpResponse:
        address = reverse("hyldefri_h5p_import", args=[row.pk])
        return JsonResponse({"url": address}, status=201) if self._wants_json() else redirect(address)

    def refused(self, form: PackageForm) -> HttpResponse:
        if self._wants_json():
            errors = [str(error) for found in form.errors.values() for error in found]
            return JsonResponse({"errors": errors}, status=422)
        answer: HttpResponse = self.refuse(form=form)
        return answer

    def _wants_json(self) -> bool:
        return self.request.headers.get("Accept", "") == "application/json"


class NewImportView(UploadMixin, H5PScreen):
    template_name = "courses/admin/h5p/upload.html"
    page_title = gettext_lazy("Import a package")

    def is_allowed(self) -> bool:
        return may_import(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", NewPackageForm(user=self.request.user))
        return super().get_context_data(back=reverse("hyldefri_h5p"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NewPackageForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.refused(form)
        given = form.cleaned_data
        row = StartH5PImport(
            given["file"], collection=given["collection"], title=given["title"], user=request.user
        ).execute()
        return self.started(row)


class ReplaceView(UploadMixin, ActivityScreen):
    template_name = "courses/admin/h5p/upload.html"
    page_title = gettext_lazy("Replace the package")

    def is_allowed(self) -> bool:
        return may_change(self.request.user, self.activity)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PackageForm())
        return super().get_context_data(back=reverse("hyldefri_h5p_activity", args=[self.activity.pk]), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PackageForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.refused(form)
        return self.started(
            StartH5PImport(form.cleaned_data["file"], activity=self.activity, user=request.user).execute()
        )


class ImportScreen(H5PScreen):
    """One import; one into somebody else's collection is as one that does not exist."""

    def is_allowed(self) -> bool:
        return may_import(self.request.user)

    @cached_property
    def row(self) -> H5PImport:
        found = import_for(self.request.user, self.kwargs["import_id"])
        if found is None:
            raise Http404
        return found


class ImportView(ImportScreen):
    """How far it is, and in the end its report. Without script a link shows it anew."""

    template_name = "courses/admin/h5p/import.html"

    def get_page_title(self) -> str:
        return _("Import of a package")

    def get_page_subtitle(self) -> str:
        return str(self.row.filename)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, said=said(self.row), report=self.row.report, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The report of a package that nothing came of is put away."""
        DismissH5PImport(self.row, user=request.user).execute()
        return redirect("hyldefri_h5p")


class ImportStatusView(ImportScreen):
    """``{"over": bool, "percent": int, "said": str}`` for the progress bar."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse({"over": self.row.is_over, "percent": self.row.percent, "said": said(self.row)})


def said(row: H5PImport) -> str:
    """What is being done now."""
    if row.state == H5PImport.State.WORKING and row.step:
        return row.get_step_display()
    return _("Waits for its turn") if row.state == H5PImport.State.WAITING else _("Begins")
