"""The zip's own list of entries, read as PKWARE's APPNOTE.TXT 6.3 has it (sections 4.3.7 to 4.3.16), and no other way.

Readers of zip files differ in what they forgive, and a hostile file lives between two of them. So one reading only:
the file begins with an entry and ends with its end record, and nothing is searched for anywhere else.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.limits import Limits

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_EXTRA = struct.Struct("<2H")
_LONG = struct.Struct("<Q")
END, END64, LOCATOR64, CENTRAL, LOCAL = b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\1\2", b"PK\3\4"
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
_LONGEST_COMMENT = 0xFFFF


@dataclass(frozen=True)
class Header:
    """One entry as the directory describes it; ``raw_name`` as it stands there."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    attributes: int


class End(NamedTuple):
    """Where the list begins, how long it is and how many entries it has."""

    entries: int
    length: int
    offset: int


def read_headers(file: BinaryIO, length: int, limits: Limits) -> tuple[list[Header], int]:
    """All entries, and where the list of them begins (where the last entry's bytes end)."""
    end = _find_end(file, length)
    if end.entries > limits.entries:
        raise PackageRefused(Rule.TOO_MANY_ENTRIES, "", str(end.entries))
    if end.length > limits.directory:
        raise PackageRefused(Rule.BROKEN_ZIP, "", str(end.length))
    file.seek(end.offset)
    directory = file.read(end.length)
    headers = list(_parse(directory, end.entries))
    return headers, end.offset


def _find_end(file: BinaryIO, length: int) -> End:
    begins = min(length, _END.size + _LONGEST_COMMENT)
    file.seek(length - begins)
    tail = file.read(begins)
    found = [at for at in _occurrences(tail, END) if _ends_here(tail, at)]
    file.seek(0)
    first = file.read(4)
    if len(found) != 1:
        raise PackageRefused(_no_end(first, tail, found))
    end_at = length - begins + found[0]
    _, disk, start_disk, here, entries, size, offset, _ = _END.unpack_from(tail, found[0])
    end, list_ends = End(entries, size, offset), end_at
    wide = _find_wide_end(file, end_at)
    if wide is not None:
        list_ends = wide[1]
        end = _widened(end, wide[0])
    elif here != entries or disk or start_disk:
        raise PackageRefused(Rule.MULTIPLE_DISKS)
    if end.entries and first != LOCAL:
        raise PackageRefused(Rule.JUNK_BEFORE)
    if end.offset + end.length != list_ends:
        raise PackageRefused(Rule.BROKEN_ZIP, "", f"{end.offset} + {end.length} != {list_ends}")
    return end


def _occurrences(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _ends_here(tail: bytes, at: int) -> bool:
    return at + _END.size <= len(tail) and at + _END.size + int(_END.unpack_from(tail, at)[-1]) == len(tail)


def _no_end(first: bytes, tail: bytes, found: list[int]) -> Rule:
    if found:  # two ends that both fit: two readers would see two packages
        return Rule.BROKEN_ZIP
    if END in tail:
        return Rule.JUNK_AFTER
    return Rule.BROKEN_ZIP if first == LOCAL else Rule.NOT_A_ZIP


def _find_wide_end(file: BinaryIO, end_at: int) -> tuple[End, int] | None:
    if end_at < _LOCATOR64.size:
        return None
    file.seek(end_at - _LOCATOR64.size)
    mark, disk, offset, disks = _LOCATOR64.unpack(file.read(_LOCATOR64.size))
    if mark != LOCATOR64:
        return None
    if disk or disks > 1 or offset + _END64.size + _LOCATOR64.size != end_at:
        raise PackageRefused(Rule.ZIP64)
    file.seek(offset)
    mark, _, _, _, disk, start_disk, here, entries, size, start = _END64.unpack(file.read(_END64.size))
    if mark != END64 or disk or start_disk or here != entries:
        raise PackageRefused(Rule.ZIP64)
    return End(entries, size, start), offset


def _widened(end: End, wide: End) -> End:
    """The large record, which must say what the small one says wherever that one can say it."""
    fulls = (FULL16, FULL32, FULL32)
    if any(small not in {large, full} for small, large, full in zip(end, wide, fulls, strict=True)):
        raise PackageRefused(Rule.ZIP64)
    return wide


def _parse(directory: bytes, entries: int) -> Iterator[Header]:
    at = 0
    for _ in range(entries):
        if len(directory) < at + _CENTRAL.size:
            raise PackageRefused(Rule.BROKEN_ZIP)
        fields = _CENTRAL.unpack_from(directory, at)
        mark, _, _, flags, method, _, _, crc, packed, size, names, extras, comments, disk, _, attributes, start = fields
        extra_at = at + _CENTRAL.size + names
        next_at = extra_at + extras + comments
        if mark != CENTRAL or next_at > len(directory):
            raise PackageRefused(Rule.BROKEN_ZIP)
        name = directory[at + _CENTRAL.size : extra_at]
        if disk not in {0, FULL16}:
            raise PackageRefused(Rule.MULTIPLE_DISKS)
        extra = directory[extra_at : extra_at + extras]
        size, packed, start = widen((size, packed, start), extra, name)
        yield Header(name, flags, method, crc, packed, size, start, attributes)
        at = next_at
    if at != len(directory):
        raise PackageRefused(Rule.BROKEN_ZIP)


def widen(values: tuple[int, ...], extra: bytes, name: bytes) -> tuple[int, ...]:
    """Values that did not fit in 32 bits, taken in order from the extra field that holds the large ones (4.5.3)."""
    if FULL32 not in values:
        return values
    large = _extra_field(extra, 1)
    widened = []
    for value in values:
        if value == FULL32:
            if len(large) < _LONG.size:
                raise PackageRefused(Rule.ZIP64, name.decode("utf-8", "replace"))
            value, large = _LONG.unpack_from(large)[0], large[_LONG.size :]
        widened.append(value)
    return tuple(widened)


def _extra_field(extra: bytes, wanted: int) -> bytes:
    at = 0
    while at + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, at)
        at += _EXTRA.size
        if kind == wanted:
            return extra[at : at + length]
        at += length
    return b""
