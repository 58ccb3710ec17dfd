"""Keys, secrets and tokens: made of chance, kept as hashes.

A secret is 256 bits of chance, not something a person thought of: nobody guesses one, however fast the hash is, and a
slow one would cost every request a tenth of a second (docs/decisions/0023).
"""

from __future__ import annotations

import hmac
import re
import secrets

_KEY_BYTES = 12
_BYTES = 32
KEY = re.compile(r"[0-9a-f]{24}")


def new_key() -> str:
    """The public half of a credential."""
    return secrets.token_hex(_KEY_BYTES)


def new_secret() -> str:
    return secrets.token_urlsafe(_BYTES)


def hashed(secret: str, key: str) -> str:
    """As it is kept. Keyed by what it belongs to: a hash that is copied to another row opens nothing there."""
    return hmac.digest(key.encode(), secret.encode("utf-8", "surrogatepass"), "sha256").hex()


def token_hash(token: str) -> str:
    return hashed(token, "token")


def matches(secret: str, key: str, kept: str) -> bool:
    return hmac.compare_digest(hashed(secret, key), kept)
