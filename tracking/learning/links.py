"""Addresses that may not be there yet: of pages other parts of the site answer for."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def reverse_or_none(name: str, *args: Any) -> str | None:
    """The address, or None where nothing answers to the name: a site may leave a part out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
