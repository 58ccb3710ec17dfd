"""Client secrets, encrypted where they are stored, with a key that follows from ``SECRET_KEY``."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from elearning.accounts.providers.errors import MISCONFIGURED, ProviderProblem

PURPOSE = b"elearning.accounts.providers.secrets"


def encrypt(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Also what an earlier key (``SECRET_KEY_FALLBACKS``) encrypted."""
    try:
        return _cipher().decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise ProviderProblem(MISCONFIGURED, "the client secret cannot be read with this SECRET_KEY") from error


def renewed(encrypted: str) -> str:
    """The same secret under today's key, so that an earlier one can be let go; unchanged if it cannot be read."""
    try:
        return encrypt(decrypt(encrypted))
    except ProviderProblem:
        return encrypted


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(_key(it)) for it in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret_key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret_key.encode())
    return base64.urlsafe_b64encode(derived)
