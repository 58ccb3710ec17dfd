"""What a municipality's pages fetch besides themselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from elearning.municipalities.branding import css_of, css_url, fingerprint
from elearning.municipalities.models import Municipality


@require_safe
def css(_request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The colours, kept for good under their own hash; an earlier hash leads to the current one."""
    municipality = get_object_or_404(Municipality, code=code)
    sheet = css_of(municipality)
    if not sheet:
        raise Http404
    if fingerprint(sheet) != version:
        moved = redirect(css_url(municipality))
        moved.headers["Cache-Control"] = "no-cache"
        return moved
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
