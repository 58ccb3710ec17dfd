"""``/postkasse/``: the mails of a site that runs on this machine only."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from elearning.accounts import mailbox as local

#: Set by a proxy: the request then comes from somewhere else than its last hop.
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    if not settings.HYLDEFRI_LOCAL_MAILBOX or not _comes_from_this_machine(request):
        raise Http404
    return render(request, "accounts/mailbox.html", {"messages_sent": local.newest()})


def _comes_from_this_machine(request: HttpRequest) -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
