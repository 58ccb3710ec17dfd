"""How much may be asked for: settings with their defaults, documented in docs/operator.md."""

from __future__ import annotations

from django.conf import settings


def largest_request() -> int:
    """Bytes of a request's body."""
    return int(getattr(settings, "HYLDEFRI_XAPI_LARGEST_REQUEST", 20_000_000))


def largest_document() -> int:
    """Bytes of a document, as it is after merging."""
    return int(getattr(settings, "HYLDEFRI_XAPI_LARGEST_DOCUMENT", 5_000_000))


def requests_a_minute() -> int:
    """Of one credential; 0 is any number."""
    return int(getattr(settings, "HYLDEFRI_XAPI_RATE", 6000))


def wrong_a_minute() -> int:
    """Wrong credentials, from one address and for one key; 0 is any number."""
    return int(getattr(settings, "HYLDEFRI_XAPI_WRONG", 60))
