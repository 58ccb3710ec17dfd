"""What an ``Authorization`` header says, before anybody believes it."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from tracking.xapi.credentials.secrets import KEY

_LONGEST = 1000
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]{20,200}=*")


@dataclass(frozen=True)
class Pair:
    """Basic (RFC 7617): a key and its secret."""

    key: str
    secret: str


@dataclass(frozen=True)
class Bearer:
    """A token (RFC 6750)."""

    token: str


def read(header: str) -> Pair | Bearer | None:
    """None for whatever cannot be right."""
    scheme, _, value = header.partition(" ")
    value = value.strip()
    if len(value) > _LONGEST:
        return None
    if scheme.lower() == "basic":
        return _pair(value)
    if scheme.lower() == "bearer" and _TOKEN.fullmatch(value):
        return Bearer(value)
    return None


def key_of(header: str) -> str | None:
    """The key it names, if it names one; a token names none."""
    given = read(header)
    return given.key if isinstance(given, Pair) else None


def _pair(value: str) -> Pair | None:
    try:
        key, colon, secret = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return None
    return pair(key, secret) if colon else None


def pair(key: str, secret: str) -> Pair | None:
    return Pair(key, secret) if KEY.fullmatch(key) else None
