"""What must never reach production."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def local_mailbox_is_local(**_kwargs: Any) -> list[CheckMessage]:
    """The mailbox shows everybody's codes: it may exist only on a site nobody else can reach."""
    if not settings.HYLDEFRI_LOCAL_MAILBOX:
        return []
    hosts = {host for host in settings.ALLOWED_HOSTS if not _is_local(host)}
    if not hosts:
        return []
    return [
        Error(
            "HYLDEFRI_LOCAL_MAILBOX is on, and the site answers for " + ", ".join(sorted(hosts)) + ".",
            hint="Whoever opens /postkasse/ can sign in as anybody. Turn it off and set EMAIL_BACKEND.",
            id="accounts.E001",
        )
    ]


@register()
def retention_is_understood(**_kwargs: Any) -> list[CheckMessage]:
    """A misspelt kind would keep, or take away, what nobody meant."""
    from elearning.accounts.retention import DAYS

    return [
        Error(
            f"HYLDEFRI_RETENTION_DAYS[{kind!r}] = {days!r} is not a kind with a number of days, or None.",
            hint="The kinds are " + ", ".join(DAYS) + ".",
            id="accounts.E002",
        )
        for kind, days in settings.HYLDEFRI_RETENTION_DAYS.items()
        if kind not in DAYS or not (days is None or (type(days) is int and days > 0))
    ]


def _is_local(host: str) -> bool:
    name = host.lower().lstrip(".")
    return name in {"localhost", "127.0.0.1", "[::1]"} or name.endswith(".localhost")
