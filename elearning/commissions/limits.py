"""How often a stranger may write to us. The site's own counter is used where it has one (``use``)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from elearning.commissions.models import Commission

#: Whether one of the hour's is left: (kind, subject) -> bool. Kinds: ``order`` for an e-mail address, ``orders`` and
#: ``drafts`` for where a request comes from.
Take = Callable[[str, str], bool]
#: Orders an hour from one e-mail address where the site brings no counter.
PLAIN_LIMIT = 5


def _plain(kind: str, subject: str) -> bool:
    if kind != "order":
        return True
    recent = Commission.objects.unscoped(reason="counting what one address has sent, to whichever municipality")
    since = timezone.now() - timedelta(hours=1)
    return recent.filter(contact_email__iexact=subject, submitted_at__gte=since).count() < PLAIN_LIMIT


_take: Take = _plain


def use(take: Take) -> None:
    global _take
    _take = take


def may_begin(request: HttpRequest) -> bool:
    """Whether a stranger's new draft is stored."""
    return _take("drafts", _where(request))


def may_send(request: HttpRequest, email: str) -> bool:
    return _take("order", email) and _take("orders", _where(request))


def _where(request: HttpRequest) -> str:
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
