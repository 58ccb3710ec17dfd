from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.h5p.package import Rule
from tests.courses.h5p.package.building import Raw, entries, files, zipped


@dataclass(frozen=True)
class Case:
    """``refused``: the rule, and the file it names ("" for the package as a whole); without it the file is let in, made
    harmless."""

    make: Callable[[], bytes]
    refused: tuple[Rule, str] | None = None


def refused(rule: Rule, file: str, make: Callable[[], bytes]) -> Case:
    return Case(make, (rule, file))


def harmless(make: Callable[[], bytes]) -> Case:
    return Case(make)


def honest(*more: Raw, **changes: Any) -> bytes:
    """An honest package with these entries besides."""
    return zipped([*entries(files(**changes)), *more])


def with_files(changed: Mapping[str, bytes]) -> Callable[[], bytes]:
    """An honest package in which these files are others."""
    return lambda: zipped(entries(files() | dict(changed)))
