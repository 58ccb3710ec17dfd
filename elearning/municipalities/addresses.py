"""Which municipality an e-mail address belongs to."""

from __future__ import annotations

from elearning.municipalities.models import Municipality


def municipality_for_address(email: str) -> Municipality | None:
    """The one municipality that has the address's domain; None when none or several have it.

    A subdomain is a domain of its own: ``@skole.glostrup.dk`` is not ``@glostrup.dk``.
    """
    domain = email.rpartition("@")[2].strip().lower()
    if not domain:
        return None
    matches = [
        municipality
        for municipality in Municipality.objects.exclude(email_domains=[])
        if domain in map(str.lower, municipality.email_domains)
    ]
    return matches[0] if len(matches) == 1 else None
