"""Packages for tests: an honest one, and zips written field by field, so that any of them may lie."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest

from courses.h5p.package import LIMITS, LibraryKey, Limits, Package, PackageRefused, inspect

DEFLATED = 8
STORED = 0
UTF8 = 0x800
FILE = 0o100644 << 16

MAIN = LibraryKey("H5P.Lesson", 1, 0)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)

SEMANTICS: list[dict[str, Any]] = [
    {"name": "title", "type": "text"},
    {"name": "body", "type": "text", "widget": "html", "tags": ["strong", "a", "ul"]},
    {"name": "picture", "type": "image"},
    {"name": "part", "type": "library", "options": ["H5P.Part 1.2"]},
]


@dataclass(frozen=True)
class Raw:
    """An entry of a zip. ``local`` and ``central`` replace fields of the two headers, by name."""

    name: str | bytes
    data: bytes = b""
    method: int = DEFLATED
    flags: int = UTF8
    attributes: int = FILE
    packed: bytes | None = None
    local: Mapping[str, Any] = field(default_factory=dict)
    central: Mapping[str, Any] = field(default_factory=dict)
    descriptor: bool = False

    def fields(self) -> dict[str, Any]:
        name = self.name if isinstance(self.name, bytes) else self.name.encode()
        return {
            "name": name,
            "flags": self.flags | (8 if self.descriptor else 0),
            "method": self.method,
            "crc": zlib.crc32(self.data),
            "packed": len(self.body()),
            "size": len(self.data),
            "extra": b"",
        }

    def body(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflated(self.data) if self.method == DEFLATED else self.data


def deflated(data: bytes) -> bytes:
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush()


def zipped(
    of: Iterable[Raw],
    /,
    *,
    before: bytes = b"",
    after: bytes = b"",
    comment: bytes = b"",
    wide: bytes = b"",
    **end: int,
) -> bytes:
    """The zip. ``before`` counts in no offset, as when something is put in front of a finished file; ``wide`` comes
    between the directory and the end record; ``end`` replaces fields of that record."""
    body, directory, count = bytearray(), bytearray(), 0
    for entry in of:
        count += 1
        offset = len(body)
        body += local_header(entry) + entry.body()
        if entry.descriptor:
            fields = entry.fields()
            body += struct.pack("<4s3L", b"PK\7\x08", fields["crc"], fields["packed"], fields["size"])
        directory += central_header(entry, offset)
    values = {"disk": 0, "here": count, "entries": count, "size": len(directory), "offset": len(body)} | end
    record = struct.pack(
        "<4s4H2LH",
        b"PK\5\6",
        values["disk"],
        values["disk"],
        values["here"],
        values["entries"],
        values["size"],
        values["offset"],
        len(comment),
    )
    return before + bytes(body + directory) + wide + record + comment + after


def local_header(entry: Raw) -> bytes:
    fields = entry.fields() | ({"crc": 0, "packed": 0, "size": 0} if entry.descriptor else {}) | entry.local
    numbers = (20, fields["flags"], fields["method"], 0, 0, fields["crc"], fields["packed"], fields["size"])
    lengths = (len(fields["name"]), len(fields["extra"]))
    return struct.pack("<4s5H3L2H", b"PK\3\4", *numbers, *lengths) + fields["name"] + fields["extra"]


def central_header(entry: Raw, offset: int) -> bytes:
    fields = entry.fields() | {"attributes": entry.attributes, "offset": offset, "disk": 0} | entry.central
    numbers = (788, 20, fields["flags"], fields["method"], 0, 0, fields["crc"], fields["packed"], fields["size"])
    lengths = (len(fields["name"]), len(fields["extra"]), 0)
    place = (fields["disk"], 0, fields["attributes"], fields["offset"])
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *numbers, *lengths, *place) + fields["name"] + fields["extra"]


def library(
    name: str = "H5P.Lesson", version: str = "1.0.0", *, semantics: Any = None, **fields: Any
) -> dict[str, bytes]:
    """The files of a library: one script, its description and, given semantics, those."""
    major, minor, patch = (int(part) for part in version.split("."))
    folder = f"{name}-{major}.{minor}"
    described = {
        "title": name,
        "machineName": name,
        "majorVersion": major,
        "minorVersion": minor,
        "patchVersion": patch,
        "runnable": 1,
        "preloadedJs": [{"path": "script.js"}],
    } | fields
    files = {f"{folder}/library.json": as_json(described), f"{folder}/script.js": f"// {name} {version}".encode()}
    return files | ({f"{folder}/semantics.json": as_json(semantics)} if semantics is not None else {})


def needs(*named: str) -> list[dict[str, Any]]:
    """ "H5P.Part 1.2" as library.json and h5p.json name what they need."""
    listed = [(name.split(" ")[0], *name.split(" ")[1].split(".")) for name in named]
    return [{"machineName": name, "majorVersion": int(major), "minorVersion": minor} for name, major, minor in listed]


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def files(content: Any = None, *, manifest: Mapping[str, Any] | None = None, **libraries: Any) -> dict[str, bytes]:
    """An honest package's files. ``libraries``: fields for the main library's library.json."""
    described = {
        "title": "A lesson",
        "language": "da",
        "mainLibrary": MAIN.machine_name,
        "preloadedDependencies": needs("H5P.Lesson 1.0"),
    } | dict(manifest or {})
    return {
        "h5p.json": as_json(described),
        "content/content.json": as_json({"title": "Hello"} if content is None else content),
        **library(semantics=SEMANTICS, **libraries),
    }


def entries(of: Mapping[str, bytes]) -> list[Raw]:
    return [Raw(name, data) for name, data in of.items()]


def packed(of: Mapping[str, bytes], *more: Raw, **end: Any) -> BytesIO:
    """A package of these files, and of entries written by hand."""
    return BytesIO(zipped([*entries(of), *more], **end))


def package(of: Mapping[str, bytes] | None = None, *more: Raw, limits: Limits = LIMITS) -> Package:
    return inspect(packed(files() if of is None else of, *more), limits)


def refusal(of: BytesIO | bytes) -> PackageRefused:
    with pytest.raises(PackageRefused) as caught:
        inspect(BytesIO(of) if isinstance(of, bytes) else of)
    return caught.value
