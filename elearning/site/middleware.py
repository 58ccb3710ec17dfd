"""Middleware of the complete site."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

ADMIN_RELAXATION = {"script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Our own pages run without inline code; Wagtail's admin cannot (see docs/decisions)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith("/admin/") and not hasattr(response, "_csp_update"):
            setattr(response, "_csp_update", ADMIN_RELAXATION)  # noqa: B010 - the attribute is django-csp's
        relaxed: HttpResponseBase = super().process_response(request, response)
        return relaxed
