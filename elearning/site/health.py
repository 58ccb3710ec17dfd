"""What an operator's machines ask: does the process answer, can it serve, what does it count.

Our own views rather than django-health-check: three questions, no models, no template (docs/decisions/0006).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import cache as remember

import redis
import structlog
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from redis.backoff import NoBackoff
from redis.retry import Retry

from elearning.celery import app
from elearning.site.forwarding_figures import forwarding_figures

log = structlog.get_logger(__name__)
PATIENCE = 1.0


class NotReady(Exception):
    """Something a page needs is missing."""


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@remember
def migrations() -> None:
    """Remembered once it is true: migrations are not unapplied under a running process."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("Migrations are waiting.")


@remember
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )


def cache() -> None:
    """Asks the server itself: the cache of the site fails open and would always say yes."""
    _redis(settings.REDIS_URL).ping()


def broker() -> None:
    with app.connection_for_write() as to_broker:
        to_broker.default_channel.client.ping()  # type: ignore[attr-defined]  # Redis


CHECKS: dict[str, Callable[[], None]] = {
    "database": database,
    "migrations": migrations,
    "cache": cache,
    "broker": broker,
}


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing, so that a database that is down restarts no web server."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part ``ok`` or ``failed`` (why is in the log only); 503 unless all are.

    ``?exclude=cache&exclude=broker`` leaves parts out: pages are served without either, so a load balancer
    should not take every server away when Redis is down.
    """
    excluded = set(request.GET.getlist("exclude"))
    states = {name: _state(name, check) for name, check in CHECKS.items() if name not in excluded}
    ready = set(states.values()) <= {"ok"}
    return JsonResponse({"ready": ready, "checks": states}, status=200 if ready else 503)


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:  # whatever it is, the answer is that the part does not work
        log.warning("not_ready", check=name, error=str(error))
        return "failed"
    return "ok"


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' figures, for whoever has the token and for this machine itself."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    if not (_has_token(request) or _is_from_this_machine(request)):
        return HttpResponseForbidden("A bearer token is required.\n", content_type="text/plain")
    answer: HttpResponse = ExportToDjangoView(request)
    answer.content += forwarding_figures()
    return answer


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return bool(settings.METRICS_TOKEN) and scheme == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN)


def _is_from_this_machine(request: HttpRequest) -> bool:
    """Not what a proxy on this machine passes on for somebody else."""
    if {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & set(request.headers):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
