"""Certificates in Wagtail's admin: a list, revocation, and issuing anew with the right name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from elearning.municipalities.roles import is_designer
from tracking.actions.issue_certificate import CertificateRefused
from tracking.actions.reissue_certificate import ReissueCertificate
from tracking.actions.revoke_certificate import ReasonMissing, RevokeCertificate
from tracking.admin_screens import show
from tracking.certificates.names import LONGEST_NAME, InvalidName
from tracking.certificates.selectors import listed
from tracking.models import Certificate
from tracking.reports.listing import AdminList


def _url(certificate: Certificate) -> str:
    """What is left to do with it."""
    name = "reissue_certificate" if certificate.revoked_at else "revoke_certificate"
    return reverse(f"hyldefri_tracking:{name}", args=[certificate.pk])


class CertificateList(AdminList):
    page_title = gettext_lazy("Certificates")
    header_icon = "doc-full"
    index_url_name = "hyldefri_tracking:certificates"
    index_results_url_name = "hyldefri_tracking:certificates_results"
    may_see = staticmethod(is_designer)
    is_searchable = True
    search_fields = ("name", "course_title", "token")
    search_backend_name = None
    columns = (
        TitleColumn("name", label=gettext_lazy("Name"), get_url=_url),
        Column("course_title", label=gettext_lazy("Course")),
        Column("enrolment.municipality", label=gettext_lazy("Municipality")),
        DateColumn("completed_at", label=gettext_lazy("Completed")),
        DateColumn("revoked_at", label=gettext_lazy("Revoked")),
    )

    def get_queryset(self) -> QuerySet[Certificate]:
        return listed()

    def filter_queryset(self, queryset: QuerySet[Certificate]) -> QuerySet[Certificate]:
        return self.search_queryset(super().filter_queryset(queryset))  # type: ignore[no-any-return]


def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    if not is_designer(request.user):
        raise PermissionDenied
    certificate = get_object_or_404(listed(), pk=pk)
    error = ""
    if request.method == "POST":
        try:
            RevokeCertificate(certificate, user=request.user, reason=request.POST.get("reason", "")).execute()
        except ReasonMissing as missing:
            error = str(missing)
        else:
            messages.success(request, _("The certificate is revoked."))
            return redirect("hyldefri_tracking:reissue_certificate", pk)
    context = {
        "certificate": certificate,
        "error": error,
    }
    return _screen(request, "tracking/admin/revoke_certificate.html", context, _("Revoke a certificate"))


def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """For a certificate that was revoked because of its name."""
    if not is_designer(request.user):
        raise PermissionDenied
    certificate = get_object_or_404(listed(), pk=pk)
    error, name = "", request.POST.get("name", certificate.name)
    if request.method == "POST":
        try:
            ReissueCertificate(certificate, name=name, user=request.user).execute()
        except (InvalidName, CertificateRefused) as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("The certificate is issued anew. The learner finds it on her course's page."))
            return redirect("hyldefri_tracking:certificates")
    context = {
        "certificate": certificate,
        "newest": certificate.enrolment.certificate,
        "name": name,
        "longest": LONGEST_NAME,
        "error": error,
    }
    return _screen(request, "tracking/admin/reissue_certificate.html", context, _("Issue a certificate anew"))


def _screen(request: HttpRequest, template: str, context: dict[str, Any], title: str) -> HttpResponse:
    return show(
        request,
        template,
        context,
        title=title,
        icon="doc-full",
        under=[("hyldefri_tracking:certificates", _("Certificates"))],
        status=422 if context["error"] else 200,
    )
