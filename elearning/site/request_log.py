"""A name for every request, in every log line it causes, and one line when it is done."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from time import monotonic

import structlog
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger(__name__)
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")
#: Asked every few seconds by machines; their lines would drown the rest.
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class RequestLogMiddleware:
    """Takes a proxy's ``X-Request-ID`` if it looks like one. The query string is never logged."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = _request_id(request)
        started = monotonic()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            if request.path not in QUIET:
                log.info(
                    "request",
                    method=request.method,
                    path=request.path,
                    status=response.status_code,
                    ms=round((monotonic() - started) * 1000),
                )
            return response
        finally:
            structlog.contextvars.clear_contextvars()


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
