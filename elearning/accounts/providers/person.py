"""What a provider says about a person. Pure: claims in, facts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elearning.accounts.providers.errors import NO_GROUPS, UNTRUSTED, ProviderProblem

LONGEST_SUBJECT = 255
LONGEST_NAME = 150
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Person:
    """``addresses`` may be hers, best first; whether they are the municipality's is not looked at here."""

    issuer: str
    subject: str
    addresses: tuple[str, ...]
    first_name: str
    last_name: str
    groups: frozenset[str]


def person_from_claims(claims: Mapping[str, Any], *, subject_claim: str, roles_claim: str) -> Person:
    subject = claims.get(subject_claim)
    if not isinstance(subject, str) or not subject.strip() or len(subject) > LONGEST_SUBJECT or "\0" in subject:
        raise ProviderProblem(UNTRUSTED, f"ID token: no {subject_claim}")
    first_name, last_name = _names(claims)
    return Person(
        issuer=str(claims["iss"]),
        subject=subject,
        addresses=tuple(dict.fromkeys(_addresses(claims))),
        first_name=first_name,
        last_name=last_name,
        groups=_groups(claims, roles_claim),
    )


def _names(claims: Mapping[str, Any]) -> tuple[str, str]:
    """Entra ID sends the whole name unless asked for its parts; the last word is then the last name."""
    parts = (_text(claims.get("given_name"), LONGEST_NAME), _text(claims.get("family_name"), LONGEST_NAME))
    if any(parts):
        return parts
    first, _space, last = _text(claims.get("name"), LONGEST_NAME).rpartition(" ")
    return (first.strip(), last) if first else (last, "")


def _addresses(claims: Mapping[str, Any]) -> Iterable[str]:
    """``email`` unless the provider itself doubts it; then what she signs in with there, which it has given her."""
    doubted = claims.get("email_verified", True) not in (True, "true") or claims.get("xms_edov", True) in (
        False,
        0,
        "0",
        "false",
    )
    for name in ("preferred_username", "upn") if doubted else ("email", "preferred_username", "upn"):
        address = _text(claims.get(name), LONGEST_ADDRESS + 1).lower()
        if address.count("@") == 1 and len(address) <= LONGEST_ADDRESS and not any(map(str.isspace, address)):
            yield address


def _groups(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    """Entra ID leaves the groups out when there are too many; that is not the same as none."""
    elsewhere = claims.get("_claim_names")
    if name not in claims and (claims.get("hasgroups") or (isinstance(elsewhere, Mapping) and name in elsewhere)):
        raise ProviderProblem(NO_GROUPS)
    value = claims.get(name)
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return frozenset(it for it in listed if isinstance(it, str))


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str):
        return ""
    return "".join(it for it in value if it.isprintable()).strip()[:longest]


def highest(roles: Iterable[str], order: Sequence[str]) -> str:
    """The one of ``roles`` that stands last in ``order``; empty when none does."""
    return max((it for it in roles if it in order), key=order.index, default="")
