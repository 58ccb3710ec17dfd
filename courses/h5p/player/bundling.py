"""Bundles, compressed and remembered: they are made once and sent to everybody."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence

from django.core.cache import cache

from courses.h5p.player import bundles
from courses.h5p.player.playable import Pin

REMEMBERED = 7 * 24 * 3600
KINDS: dict[str, Callable[[Sequence[Pin]], str]] = {"js": bundles.script, "css": bundles.style}


def compressed(pins: Sequence[Pin], kind: str) -> bytes:
    """The bundle of these builds (``kind`` is "js" or "css") as gzip. Made anew where the cache has lost it."""
    key = f"h5p-bundle:{bundles.name(pins)}.{kind}"
    remembered = cache.get(key)
    if isinstance(remembered, bytes):
        return remembered
    made = gzip.compress(KINDS[kind](pins).encode(), compresslevel=6, mtime=0)
    cache.set(key, made, REMEMBERED)
    return made
