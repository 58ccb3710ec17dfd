"""What every answer of the record store has: a version, and headers that keep it harmless in a browser."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from tracking.xapi.resources.call import Refused
from tracking.xapi.spec.errors import Invalid

_REQUEST_HEADERS = (
    "Accept, Accept-Language, Authorization, Content-Type, Content-Transfer-Encoding, If-Match, If-None-Match, "
    "X-Experience-API-Version"
)
_RESPONSE_HEADERS = (
    "Content-Length, ETag, Last-Modified, Retry-After, WWW-Authenticate, X-Experience-API-Consistent-Through, "
    "X-Experience-API-Version"
)
#: Whoever asks shows who she is with a header of her own, never with a cookie: a page elsewhere that can ask may ask.
#: Documents are others' bytes of any type: a browser that is led to one runs nothing of it.
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _RESPONSE_HEADERS,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def json_response(value: Any, status: int = 200) -> HttpResponse:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(body, status=status, content_type="application/json")


def refusal(error: Refused | Invalid, accept: str = "") -> HttpResponse:
    """The message as JSON, or as plain text for whoever wants that."""
    status = error.status if isinstance(error, Refused) else 400
    if "text/plain" in accept and "json" not in accept:
        response = HttpResponse(str(error), status=status, content_type="text/plain; charset=utf-8")
    else:
        where = {"path": error.path} if isinstance(error, Invalid) and error.path else {}
        response = json_response({"error": str(error)} | where, status)
    if isinstance(error, Refused):
        for name, value in error.headers.items():
            response.headers[name] = value
    return response


def preflight(methods: str) -> HttpResponse:
    """What a browser asks before it lets a page of another site ask (the Fetch standard's CORS)."""
    response = HttpResponse(status=204)
    response.headers["Allow"] = methods
    response.headers["Access-Control-Allow-Methods"] = methods
    response.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def finished(response: HttpResponse, version: str, *, head: bool = False) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    response.headers["X-Experience-API-Version"] = version
    if response.status_code == 204:
        del response.headers["Content-Type"]
    elif not response.streaming:
        response.headers["Content-Length"] = str(len(response.content))
    if head:
        if response.streaming:
            response.close()
        # As it would have been answered, without the body.
        kept = HttpResponse(status=response.status_code)
        kept.headers = response.headers
        return kept
    return response
