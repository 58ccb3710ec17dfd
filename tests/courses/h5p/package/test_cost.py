"""What the worst packages cost that are let in, or that are refused late: not much memory, and no minutes."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.h5p.package import PackageRefused, Rule, prepare
from courses.h5p.package.limits import MEGABYTE, Limits
from tests.courses.h5p.package.building import STORED, Raw, files, library, package, zipped
from tests.services import ROOT

pytestmark = pytest.mark.once

MOST = 200 * MEGABYTE


def measured(*paths: Path) -> int:
    command = [sys.executable, "-m", "tests.courses.h5p.package.measuring", *map(str, paths)]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def listing(field: dict[str, Any], items: list[Any]) -> dict[str, bytes]:
    semantics = [{"name": "it", "type": "list", "field": field}]
    return files({"it": items}) | library(semantics=semantics)


def nearly_bombs() -> dict[str, bytes]:
    block = random.Random(1).randbytes(700) + bytes(99_300)
    return files() | {f"content/{number}.txt": block * 250 for number in range(2)}


def empty_lists() -> dict[str, bytes]:
    return listing({"type": "list", "field": {"type": "text"}}, [[]] * 120_000)


def wide_groups() -> dict[str, bytes]:
    fields = [{"name": f"f{number}", "type": "text"} for number in range(40_000)]
    return listing({"type": "group", "fields": fields}, [{"f1": "x"}] * 40_000)


def nested_markup() -> dict[str, bytes]:
    return listing({"type": "text", "tags": ["b"]}, ["<b><p>" * 24_000] * 2 + ["a&" * 49_000 + "<p>"])


def quotes() -> dict[str, bytes]:
    return files({"title": "\"'" * 1_100_000})


def long_names() -> dict[str, bytes]:
    return files() | {f"content/{f'{number:05}' + '/x' * 15}{'y' * 200}.png": b"x" for number in range(5_000)}


def many_libraries() -> dict[str, bytes]:
    semantics = [{"name": f"f{number}", "type": "text"} for number in range(500)]
    of = files()
    for number in range(150):
        of |= library(f"L{number}", semantics=semantics)
    return of


def unknown_fields() -> dict[str, bytes]:
    return files({f"{'k' * 10}{number}": 1 for number in range(100_000)})


@pytest.mark.parametrize(
    "worst",
    [nearly_bombs, empty_lists, wide_groups, nested_markup, quotes, long_names, many_libraries, unknown_fields],
)
def test_the_worst_package_takes_little_memory(worst: Callable[[], dict[str, bytes]], tmp_path: Path) -> None:
    path = tmp_path / "worst.h5p"
    # JSON stored as it is: packed, most of these would be refused as bombs.
    path.write_bytes(
        zipped([Raw(name, data, STORED if name.endswith(".json") else 8) for name, data in worst().items()])
    )

    assert 0 < measured(path) < MOST


@pytest.mark.parametrize("text", ["<" * 60_000, "<p>x" * 60_000, "&" * 60_000 + "<p>", "\xa0" * 60_000 + "<p>"])
def test_more_markup_than_any_author_writes_is_refused(text: str) -> None:
    of = files({"body": text})
    with package(of, limits=Limits(ratio=10_000)) as read, pytest.raises(PackageRefused) as caught:
        prepare(read, {})

    assert (caught.value.rule, caught.value.file) == (Rule.TOO_MUCH_MARKUP, "content/content.json")
