"""The record store's requests in Prometheus' figures: its views are one to everybody else (docs/operator.md)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from tracking.xapi.resources.incoming import METHODS

View = Callable[..., HttpResponse]
#: Whatever a request names that there is not: what anybody can write makes no new figures.
_OTHER = "other"
_METHODS = METHODS | {"OPTIONS"}
seconds = Histogram(
    "hyldefri_xapi_seconds",
    "Requests to the record store",
    ["resource", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)


def measured(*resources: str) -> Callable[[View], View]:
    """A view of ``resources``: which of them it is asked for is its argument ``resource``, if there are several."""
    alone = resources[0] if len(resources) == 1 else _OTHER

    def decorate(view: View) -> View:
        @wraps(view)
        def measuring(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            start = perf_counter()
            response = view(request, *args, **kwargs)
            resource = kwargs.get("resource", alone)
            method = request.method if request.method in _METHODS else _OTHER
            labels = (resource if resource in resources else _OTHER, method, str(response.status_code))
            seconds.labels(*labels).observe(perf_counter() - start)
            return response

        return measuring

    return decorate
