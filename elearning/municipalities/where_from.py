"""Where a request comes from, for what is limited by that."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def where_from(request: HttpRequest) -> str:
    """The address a request comes from, as the last of our own proxies saw it (``HYLDEFRI_TRUSTED_PROXIES``).

    What a client writes into the header stands before what our proxies add, and is not read. Where the number is not
    set, a proxy is where everybody comes from, and the limit is the whole site's.
    """
    proxies = int(getattr(settings, "HYLDEFRI_TRUSTED_PROXIES", 0))
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < proxies <= len(seen):
        with suppress(ValueError):
            return str(ip_address(seen[-proxies]))
    return str(request.META.get("REMOTE_ADDR") or "nowhere")
