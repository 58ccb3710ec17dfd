"""Secrets that servers outside have given us, encrypted under keys that follow from ``SECRET_KEY``."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """The secret was encrypted with another ``SECRET_KEY``, or for another purpose."""


@dataclass(frozen=True)
class Safe:
    """For one purpose, so that what is encrypted for it can be read for it alone. The purpose is never changed."""

    purpose: bytes

    def encrypt(self, secret: str) -> str:
        return self._cipher().encrypt(secret.encode()).decode()

    def decrypt(self, encrypted: str) -> str:
        """Also what an earlier key (``SECRET_KEY_FALLBACKS``) encrypted. Raises :class:`Unreadable`."""
        try:
            return self._cipher().decrypt(encrypted.encode()).decode()
        except InvalidToken as error:
            raise Unreadable("the secret cannot be read with this SECRET_KEY") from error

    def renewed(self, encrypted: str) -> str:
        """The same secret under today's key, so that an earlier one can be let go; unchanged if it cannot be read."""
        try:
            return self.encrypt(self.decrypt(encrypted))
        except Unreadable:
            return encrypted

    def _cipher(self) -> MultiFernet:
        return MultiFernet([Fernet(self._key(it)) for it in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])

    def _key(self, secret_key: str) -> bytes:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=self.purpose).derive(secret_key.encode())
        return base64.urlsafe_b64encode(derived)
