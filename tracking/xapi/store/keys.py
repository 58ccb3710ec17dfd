"""What statements are found by: short keys of agents, verbs and activities, each in one municipality only.

An address may be of any length, an index cannot; and a key holds its municipality, so that no index of one can give
what is another's.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

_BYTES = 16
_LONGEST_REMEMBERED = 300


def agent_key(municipality: int, agent: Mapping[str, Any]) -> uuid.UUID | None:
    """Of an agent or an identified group; None of an anonymous group."""
    identifier = identifier_of(agent)
    return _key(municipality, identifier) if identifier else None


def activity_key(municipality: int, iri: str) -> uuid.UUID:
    return _key(municipality, f"activity:{iri}")


def verb_key(municipality: int, iri: str) -> uuid.UUID:
    return _key(municipality, f"verb:{iri}")


def identifier_of(agent: Mapping[str, Any]) -> str:
    """The inverse functional identifier as one text, ``mbox:...`` or ``account:home|name``; empty without one.

    The same for all that are equal (1.0.3 Data 2.4.2.3): the case of domains and of hashes is no matter.
    """
    if "mbox" in agent:
        local, _, domain = agent["mbox"].rpartition("@")
        return f"mbox:{local}@{domain.lower()}"
    if "mbox_sha1sum" in agent:
        return f"mbox_sha1sum:{agent['mbox_sha1sum'].lower()}"
    if "openid" in agent:
        return f"openid:{agent['openid']}"
    if "account" in agent:
        # An address has no "|" in it: check_iri.
        return f"account:{agent['account']['homePage']}|{agent['account']['name']}"
    return ""


def _key(municipality: int, text: str) -> uuid.UUID:
    return _remembered(municipality, text) if len(text) <= _LONGEST_REMEMBERED else _made(municipality, text)


def _made(municipality: int, text: str) -> uuid.UUID:
    return uuid.UUID(bytes=blake2b(f"{municipality} {text}".encode(), digest_size=_BYTES).digest())


#: Most statements name what the ones before them named.
_remembered = lru_cache(maxsize=20_000)(_made)
