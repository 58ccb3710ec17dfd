"""Which municipality an e-mail address belongs to."""

from __future__ import annotations

from elearning.municipalities.models import Municipality


def municipality_for_address(email: str) -> Municipality | None:
    """The one municipality that has the address's domain; None when none or several have it.

    A subdomain is a domain of its own: ``@skole.glostrup.dk`` is not ``@glostrup.dk``.
    """
    domain = domain_of(email)
    return domain_owners().get(domain) if domain else None


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].strip().lower()


def domain_owners() -> dict[str, Municipality]:
    """Every domain that one municipality has, in one query; what several have is nobody's."""
    owners: dict[str, list[Municipality]] = {}
    for municipality in Municipality.objects.exclude(email_domains=[]):
        for domain in {str(each).lower() for each in municipality.email_domains}:
            owners.setdefault(domain, []).append(municipality)
    return {domain: found[0] for domain, found in owners.items() if len(found) == 1}
