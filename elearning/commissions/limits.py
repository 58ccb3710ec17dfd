"""How often a stranger may write to us. The site's own counter is used where it has one (``use``)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from elearning.commissions.models import Commission
from elearning.municipalities.where_from import where_from

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
    return _take("drafts", where_from(request))


def may_send(request: HttpRequest, email: str) -> bool:
    return _take("order", email) and _take("orders", where_from(request))
