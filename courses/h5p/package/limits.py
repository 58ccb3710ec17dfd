"""How much a package may be: enough for every real one, and little enough for a worker with other things to do."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024

#: The newest core (major, minor) whose interface our player speaks: that of ``PLAYER``. docs/h5p-packages.md says how
#: it was found, for the bundle does not name it.
CORE_API = (1, 28)
#: The h5p-standalone whose core was looked at.
PLAYER = "3.8.2"


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes."""

    upload: int = 200 * MEGABYTE
    entries: int = 6_000
    file: int = 100 * MEGABYTE
    total: int = 400 * MEGABYTE
    ratio: int = 200
    """Unpacked to packed, where something is over ``ratio_from`` unpacked."""
    ratio_from: int = MEGABYTE
    directory: int = 4 * MEGABYTE
    """The zip's own list of entries."""
    name: int = 500
    """Bytes of a path; a folder's or file's name may have 255."""
    json: int = 5 * MEGABYTE
    json_depth: int = 64
    json_values: int = 250_000
    """Values in one file; ``json_values_in_all`` in all that is kept of a package."""
    json_values_in_all: int = 600_000
    json_in_all: int = 24 * MEGABYTE
    marks: int = 50_000
    """Tags, entities and hard spaces in one text with markup (nh3 takes quadratic time for them); ``marks_in_all`` in
    all of the content, where each such text counts for one more."""
    marks_in_all: int = 150_000
    libraries: int = 400
    sub_content_depth: int = 32
    removed: int = 500
    """How many things left out are named; the rest are counted."""


LIMITS = Limits()
