"""Reads of certificates."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import ngettext

from courses.models import CourseRelease
from courses.selectors import release_tree
from tracking.models import Certificate
from tracking.xapi.outline import release_pk

GOALS = 5


def certificate_with(token: str) -> Certificate | None:
    """The certificate of an address. The token is the key to it, so that is compared as a secret is."""
    found = Certificate.objects.by_token(token).select_related("enrolment").first()
    return found if found and constant_time_compare(found.token, token) else None


def verify_url(certificate: Certificate, request: HttpRequest | None = None) -> str:
    """The whole address at which anybody can check the certificate."""
    path = certificate.get_absolute_url()
    base: str = getattr(settings, "WAGTAILADMIN_BASE_URL", "")
    return request.build_absolute_uri(path) if request else f"{base.rstrip('/')}{path}"


def public_page(certificate: Certificate, *, owner: bool) -> dict[str, Any]:
    """What whoever has the address is told; of a revoked certificate only that it is."""
    shown: dict[str, Any] = {"valid": certificate.revoked_at is None, "revoked_at": certificate.revoked_at}
    if shown["valid"]:
        shown |= {
            "name": certificate.name,
            "course": certificate.course_title,
            "date": certificate.completed_at,
        }
    pdf = reverse("tracking:certificate_pdf", args=[certificate.enrolment_id])
    return {"certificate": shown, "pdf_url": pdf if owner and shown["valid"] else None}


def paper(certificate: Certificate, request: HttpRequest | None = None) -> dict[str, Any]:
    """The context of templates/tracking/certificate_pdf.html: all of it as it was when the course was completed."""
    tree = _tree(certificate)
    goals = [goal["fields"]["text"] for goal in tree["children"].get("goals", [])] if tree else []
    days = int(tree["fields"].get("days") or 1) if tree else 0
    return {
        "certificate": {
            "name": certificate.name,
            "course": certificate.course_title,
            "date": certificate.completed_at,
        },
        "hours": ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else "",
        "municipality": certificate.enrolment.municipality,
        "verify_url": verify_url(certificate, request),
        "goals": goals[:GOALS],
    }


def listed() -> QuerySet[Certificate]:
    """Every certificate, the newest first, for those who may revoke them."""
    every = Certificate.objects.unscoped(reason="designers and operators see to every municipality's certificates")
    return every.select_related("enrolment__municipality", "enrolment__user").order_by("-issued_at", "-pk")


def _tree(certificate: Certificate) -> Any:
    number = certificate.criterion.get("release")
    try:
        return release_tree(release_pk(certificate.enrolment.course_id, number))
    except CourseRelease.DoesNotExist:
        return None
