"""A zip whose every entry was checked before one byte of it was unpacked; entries are read in bounded streams."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from courses.h5p.package import names
from courses.h5p.package.directory import FULL32, LOCAL, Header, read_headers, widen
from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.limits import LIMITS, Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_LOCAL = struct.Struct("<4s5H3L2H")
STORED, DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_STREAMED = 0x8
_PATCH = 0x20
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Entry:
    """A file in the zip. ``start``: where its packed bytes begin. What it says of itself is checked as it is read."""

    path: str
    size: int
    packed: int
    crc: int
    method: int
    start: int


@dataclass
class Archive:
    """``entries`` by path. Closing it closes the file, if it was opened here."""

    file: BinaryIO
    owned: bool
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The unpacked bytes, never more of them than the entry said; other bytes than it said are a refusal."""
        given, crc = 0, 0
        for chunk in self._unpacked(entry):
            given += len(chunk)
            if given > entry.size:
                raise PackageRefused(Rule.LYING_SIZE, entry.path, str(entry.size))
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if given != entry.size:
            raise PackageRefused(Rule.LYING_SIZE, entry.path, f"{given} != {entry.size}")
        if crc != entry.crc:
            raise PackageRefused(Rule.DAMAGED, entry.path)

    def open(self, entry: Entry) -> BinaryIO:
        return io.BufferedReader(_Stream(self.chunks(entry)), CHUNK)

    def read(self, entry: Entry) -> bytes:
        """The whole of a small entry; the caller has looked at its size."""
        return b"".join(self.chunks(entry))

    def close(self) -> None:
        if self.owned:
            self.file.close()

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        at, left = entry.start, entry.packed
        while left:
            self.file.seek(at)  # every time: several streams share the file
            data = self.file.read(min(CHUNK, left))
            if not data:
                raise PackageRefused(Rule.BROKEN_ZIP, entry.path)
            at, left = at + len(data), left - len(data)
            yield data

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        if entry.method == STORED or not (entry.packed or entry.size):
            yield from self._packed(entry)
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for data in self._packed(entry):
                if inflater.eof:
                    raise PackageRefused(Rule.DAMAGED, entry.path)
                while data and not inflater.eof:
                    yield inflater.decompress(data, CHUNK)
                    data = inflater.unconsumed_tail
            while not inflater.eof and (rest := inflater.decompress(b"", CHUNK)):
                yield rest
        except zlib.error as error:
            raise PackageRefused(Rule.DAMAGED, entry.path) from error
        if not inflater.eof or inflater.unused_data:
            raise PackageRefused(Rule.DAMAGED, entry.path)


class _Stream(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def read(source: Path | str | BinaryIO, limits: Limits = LIMITS) -> Archive:
    """The archive, its names, sizes and places checked. Fails with ``PackageRefused``."""
    owned = isinstance(source, str | Path)
    file: BinaryIO = open(source, "rb") if isinstance(source, str | Path) else source  # noqa: SIM115 - Archive closes it
    try:
        size = file.seek(0, os.SEEK_END)
        if size > limits.upload:
            raise PackageRefused(Rule.TOO_LARGE, "", str(size))
        headers, directory_at = read_headers(file, size, limits)
        archive = Archive(file, owned)
        archive.entries = _checked(archive, headers, directory_at, limits)
    except BaseException:
        if owned:
            file.close()
        raise
    return archive


def _checked(archive: Archive, headers: list[Header], directory_at: int, limits: Limits) -> dict[str, Entry]:
    files: list[tuple[str, Header]] = []
    folders: dict[str, None] = {}
    for header in dict.fromkeys(headers):
        name = names.decode(header.raw_name, says_utf8=bool(header.flags & names.UTF8_FLAG))
        if name == "./":
            continue
        path = names.check(name, limits)
        _check_kind(path, header)
        if name.endswith("/"):
            if header.size:
                raise PackageRefused(Rule.BAD_NAME, name, str(header.size))
            folders[path] = None
        else:
            _check_size(path, header, limits)
            files.append((path, header))
    _check_total([header for _, header in files], limits)
    names.refuse_collisions([path for path, _ in files], folders)
    return _placed(archive, files, directory_at)


def _check_kind(path: str, header: Header) -> None:
    if header.flags & _ENCRYPTED:
        raise PackageRefused(Rule.ENCRYPTED, path)
    if header.method not in {STORED, DEFLATED} or header.flags & _PATCH:
        raise PackageRefused(Rule.METHOD, path, str(header.method))
    kind = stat.S_IFMT(header.attributes >> 16)
    if kind == stat.S_IFLNK:
        raise PackageRefused(Rule.LINK, path)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise PackageRefused(Rule.SPECIAL_FILE, path)


def _check_size(path: str, header: Header, limits: Limits) -> None:
    if header.size > limits.file:
        raise PackageRefused(Rule.FILE_TOO_LARGE, path, str(header.size))
    if header.method == STORED and header.size != header.packed:
        raise PackageRefused(Rule.LYING_SIZE, path, f"{header.packed} != {header.size}")
    if header.size > limits.ratio_from and header.size > limits.ratio * header.packed:
        raise PackageRefused(Rule.BOMB, path, str(header.size))


def _check_total(headers: list[Header], limits: Limits) -> None:
    total = sum(header.size for header in headers)
    if total > limits.total:
        raise PackageRefused(Rule.TOO_LARGE_IN_ALL, "", str(total))
    if total > limits.ratio_from and total > limits.ratio * sum(header.packed for header in headers):
        raise PackageRefused(Rule.BOMB, "", str(total))


def _placed(archive: Archive, files: list[tuple[str, Header]], directory_at: int) -> dict[str, Entry]:
    """Every entry where the directory says it is, none on top of another."""
    entries: dict[str, Entry] = {}
    free_from = 0
    for path, header in sorted(files, key=lambda file: file[1].offset):
        if header.offset < free_from:
            raise PackageRefused(Rule.OVERLAP, path)
        start = _check_local(archive.file, path, header)
        free_from = start + header.packed
        if free_from > directory_at:
            raise PackageRefused(Rule.OVERLAP, path)
        entry = Entry(path, header.size, header.packed, header.crc, header.method, start)
        if path in entries and not _same(archive, entries[path], entry):
            raise PackageRefused(Rule.DUPLICATE, path)
        entries.setdefault(path, entry)
    return entries


def _check_local(file: BinaryIO, path: str, header: Header) -> int:
    """Where the entry's bytes begin: its own header says the same as the directory."""
    file.seek(header.offset)
    fixed = file.read(_LOCAL.size)
    if len(fixed) < _LOCAL.size:
        raise PackageRefused(Rule.BROKEN_ZIP, path)
    mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(fixed)
    if mark != LOCAL:
        raise PackageRefused(Rule.HEADERS_DIFFER, path)
    name = file.read(name_length)
    size, packed = _local_sizes(size, packed, file.read(extra_length), name)
    known: tuple[tuple[int, int], ...] = ((crc, header.crc), (packed, header.packed), (size, header.size))
    if flags & _STREAMED:  # written behind the bytes instead; the directory has them
        known = tuple((here, there) for here, there in known if here)
    same = name == header.raw_name and method == header.method and all(here == there for here, there in known)
    if not same or flags & _ENCRYPTED:
        raise PackageRefused(Rule.HEADERS_DIFFER, path)
    return header.offset + _LOCAL.size + len(name) + int(extra_length)


def _local_sizes(size: int, packed: int, extra: bytes, name: bytes) -> tuple[int, int]:
    if FULL32 not in {size, packed}:
        return size, packed
    size, packed = widen((size, packed), extra, name)
    return size, packed


def _same(archive: Archive, one: Entry, other: Entry) -> bool:
    return one.size == other.size and _digest(archive.chunks(one)) == _digest(archive.chunks(other))


def _digest(chunks: Iterator[bytes]) -> str:
    sha256 = hashlib.sha256()
    for chunk in chunks:
        sha256.update(chunk)
    return sha256.hexdigest()
