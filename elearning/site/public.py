"""Pages and files that every site has: how accessible it is, how it treats data, what robots may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

#: What is somebody's own, or nobody's to find by searching.
CLOSED_TO_ROBOTS = ("/admin/", "/bevis/", "/forloeb/", "/konto/", "/postkasse/", "/tilmeld/")


class InformationPage(TemplateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"contact": settings.HYLDEFRI_CONTACT_EMAIL, **super().get_context_data(**kwargs)}


accessibility = InformationPage.as_view(template_name="site/accessibility.html")
privacy = InformationPage.as_view(template_name="site/privacy.html")


@require_safe
@cache_control(max_age=24 * 60 * 60)
def robots(_request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=24 * 60 * 60)
def favicon(_request: HttpRequest) -> HttpResponse:
    """For browsers that ask before they have read a page's own link."""
    return redirect(static("hyldefri/icon.svg"))
