"""The client secrets of municipalities' own sign-in, encrypted where they are stored."""

from __future__ import annotations

from elearning.accounts.providers.errors import MISCONFIGURED, ProviderProblem
from elearning.municipalities.outside.secrets import Safe, Unreadable

#: The purpose is what it was called when the first of them was stored.
_safe = Safe(b"elearning.accounts.providers.secrets")

encrypt = _safe.encrypt
renewed = _safe.renewed


def decrypt(encrypted: str) -> str:
    """Raises ``ProviderProblem``."""
    try:
        return _safe.decrypt(encrypted)
    except Unreadable as error:
        raise ProviderProblem(MISCONFIGURED, f"client secret: {error}") from error
