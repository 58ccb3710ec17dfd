"""Packages that are too large, or damaged anywhere: refused, or read as they are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.package import PackageRefused, Rule, inspect
from courses.h5p.package.archive import read
from courses.h5p.package.limits import Limits
from tests.courses.h5p.package.building import MAIN, STORED, Raw, files, packed, refusal

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(upload=300), Rule.TOO_LARGE),
        (Limits(entries=3), Rule.TOO_MANY_ENTRIES),
        (Limits(file=10), Rule.FILE_TOO_LARGE),
        (Limits(total=100), Rule.TOO_LARGE_IN_ALL),
        (Limits(directory=40), Rule.BROKEN_ZIP),
    ],
    ids=lambda value: str(value) if isinstance(value, Rule) else "",
)
def test_each_limit_holds(limits: Limits, rule: Rule) -> None:
    with pytest.raises(PackageRefused) as caught:
        read(packed(files()), limits)

    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "damage", [lambda data: data[::-1], lambda data: data[: len(data) // 2] * 2, lambda data: data * 2]
)
def test_scrambled_bytes_are_refused(damage: Callable[[bytes], bytes]) -> None:
    refusal(damage(packed(files()).getvalue()))


HONEST = packed(files(), Raw("content/a.txt", b"some text" * 9, descriptor=True)).getvalue()


@given(st.lists(st.tuples(st.integers(0, len(HONEST) - 1), st.binary(max_size=4)), min_size=1, max_size=6))
def test_any_damage_is_refused_or_read_and_nothing_else(damages: list[tuple[int, bytes]]) -> None:
    data = bytearray(HONEST)
    for at, put in damages:
        data[at : at + len(put)] = put
    with suppress(PackageRefused), inspect(BytesIO(data)) as package:
        assert package.manifest.main == MAIN


def test_a_stream_gives_what_was_inspected_also_to_several_readers_at_once() -> None:
    one, two = bytes(range(256)) * 900, bytes(reversed(range(256))) * 900
    with inspect(packed(files(), Raw("content/1.txt", one), Raw("content/2.txt", two, STORED))) as package:
        first, second = (package.open(file) for file in package.content_files)
        in_turns = [(first.read(10_000), second.read(10_000)) for _ in range(30)]

    assert b"".join(part for part, _ in in_turns) == one
    assert b"".join(part for _, part in in_turns) == two
