"""What an operator may write about a municipality."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from elearning.municipalities.colours import ENOUGH, contrast, darkened, normalised

_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+", re.ASCII)
_HOST = re.compile(rf"(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]{{1,5}}))?", re.ASCII)
LONGEST_DOMAIN = 253


def validate_colour(value: str) -> None:
    """``#rrggbb``, and dark enough for white text on it and for text of it on white: the ratio is the same."""
    try:
        colour = normalised(value)
    except ValueError as error:
        raise ValidationError(_("Write the colour as # and six digits or letters a to f: #1d4b57.")) from error
    ratio = contrast(colour)
    if ratio >= ENOUGH:
        return
    raise ValidationError(
        _(
            "%(colour)s is too light: its contrast with white is %(ratio)s to 1, and text needs %(enough)s to 1. "
            "The nearest darker shade that will do is %(shade)s."
        )
        % {
            "colour": colour,
            # Rounded down: 4.49 is not 4.5.
            "ratio": number_format(int(ratio * 100) / 100, 2),
            "enough": number_format(ENOUGH, 1),
            "shade": darkened(colour),
        }
    )


def clean_hostname(value: Any) -> str:
    """``laer.glostrup.dk`` or ``laer.glostrup.dk:8000``, in lower case. Raises ``ValidationError``."""
    text = str(value).strip().lower()
    found = _HOST.fullmatch(text)
    if found is None or len(found["host"]) > LONGEST_DOMAIN or int(found["port"] or 1) not in range(1, 65_536):
        raise ValidationError(_("»%(name)s« is not a host name. Write it like laer.glostrup.dk.") % {"name": text[:80]})
    return text


def split_hostname(hostname: str) -> tuple[str, int | None]:
    """Host, and port where one is given."""
    host, _colon, port = hostname.partition(":")
    return host, int(port) if port else None


def clean_email_domain(value: Any) -> str:
    """``glostrup.dk``, in lower case, without what stands before it in an address. Raises ``ValidationError``."""
    text = str(value).strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(text) or len(text) > LONGEST_DOMAIN:
        raise ValidationError(
            _("»%(name)s« is not an e-mail domain. Write what stands after @: glostrup.dk.") % {"name": text[:80]}
        )
    return text
