"""Names as they may stand on a certificate."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

LONGEST_NAME = 200


class InvalidName(ValueError):
    """``str(error)`` is for the learner."""


def cleaned_name(text: str) -> str:
    """One line without invisible characters. Raises ``InvalidName``."""
    visible = "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cf", "Cs"))
    name = " ".join(visible.split())
    if not any(character.isalpha() for character in name):
        raise InvalidName(_("Write your name as it is to stand on the certificate."))
    if len(name) > LONGEST_NAME:
        raise InvalidName(_("Write at most %(count)d characters.") % {"count": LONGEST_NAME})
    return name
