"""A learner's certificate, and the open page where anybody with its address can check it."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tracking.actions.issue_certificate import CertificateRefused, IssueCertificate, NotCompleted
from tracking.certificates.names import LONGEST_NAME, InvalidName
from tracking.certificates.pdf import certificate_pdf
from tracking.certificates.selectors import certificate_with, paper, public_page
from tracking.learning.access import own_enrolment, own_taking
from tracking.models import Certificate


@require_GET
@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    certificate = certificate_with(token)
    if certificate is None:
        raise Http404
    owner = request.user.is_authenticated and request.user.pk == certificate.enrolment.user_id
    response = render(request, "tracking/certificate.html", public_page(certificate, owner=owner))
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """The learner's way to her certificate; where it waits for her name, she is asked for it."""
    taking = own_taking(request, enrolment)
    error, name = "", request.POST.get("name", "")
    certificate: Certificate | None = taking.enrolment.certificate
    if certificate is None and request.method == "POST":
        try:
            certificate = IssueCertificate(taking.enrolment, name=name).execute()
        except NotCompleted:
            return redirect("tracking:course", enrolment)
        except (InvalidName, CertificateRefused) as refusal:
            error = str(refusal)
    if certificate is not None:
        return redirect(certificate)
    if not (taking.summary.complete or taking.summary.ripe):
        return redirect("tracking:course", enrolment)
    context = {
        "course": {"title": taking.title},
        "name": name or request.user.get_full_name(),  # type: ignore[union-attr]
        "error": error,
        "longest": LONGEST_NAME,
        "section": "learning",
    }
    return render(request, "tracking/certificate_name.html", context, status=422 if error else 200)


@login_required
@never_cache
@require_GET
def pdf(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    certificate = own_enrolment(request, enrolment).certificate
    if certificate is None or certificate.revoked_at:
        raise Http404
    response = HttpResponse(certificate_pdf(paper(certificate, request)), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="kursusbevis.pdf"'
    return response
