"""Content filtered against its library's semantics."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from courses.h5p.package.errors import Removed
from courses.h5p.package.limits import LIMITS, Limits
from courses.h5p.package.parts import LibraryKey

#: The fields of a library (semantics.json), or ``None`` when it has none; ``KeyError`` for a library there is not.
SemanticsOf = Callable[[LibraryKey], list[Any] | None]


@dataclass(frozen=True)
class Filtered:
    """``libraries``: what the content names, in the order met, without the main library. ``files``: the paths it uses.
    ``missing``: libraries it names that there are none of."""

    content: dict[str, Any]
    removed: tuple[Removed, ...]
    libraries: tuple[LibraryKey, ...]
    files: frozenset[str]
    missing: tuple[LibraryKey, ...]


def filter_content(
    content: dict[str, Any],
    library: LibraryKey,
    semantics_of: SemanticsOf,
    files: Collection[str],
    limits: Limits = LIMITS,
) -> Filtered:
    """``files``: the paths below ``content/`` that there are. The content given is left as it is."""
    raise NotImplementedError
