"""The zip itself: bombs, lies, links, and what is no zip."""

from __future__ import annotations

import struct
import zlib
from functools import cache

from courses.h5p.package import Rule
from courses.h5p.package.limits import MEGABYTE
from tests.courses.h5p.hostile.case import harmless, honest, refused
from tests.courses.h5p.package.building import STORED, Raw, entries, files, zipped

FOLDER = 0o040755 << 16
LINK = 0o120777 << 16
FIFO = 0o010644 << 16


@cache
def zeros(megabytes: int) -> tuple[bytes, int]:
    """So many megabytes of nothing, deflated a piece at a time; and their checksum."""
    deflater, piece, crc, out = zlib.compressobj(1, zlib.DEFLATED, -15), bytes(MEGABYTE), 0, b""
    for _ in range(megabytes):
        out += deflater.compress(piece)
        crc = zlib.crc32(piece, crc)
    return out + deflater.flush(), crc


def one_great_entry() -> bytes:
    packed, crc = zeros(200)
    said = {"size": 200 * MEGABYTE, "crc": crc}
    return honest(Raw("content/a.txt", packed=packed, local=said, central=said))


def a_bomb_that_says_it_is_small() -> bytes:
    packed, crc = zeros(200)
    said = {"size": 100, "crc": crc}
    return honest(Raw("content/a.txt", packed=packed, local=said, central=said))


def overlapping() -> bytes:
    """One kernel of packed bytes that two hundred entries point at (David Fifield, "A better zip bomb")."""
    kernel = Raw("content/0.txt", b"kernel" * 100)
    at = honest(kernel).index(b"content/0.txt") - 30
    same = {"offset": at, "packed": len(kernel.body())}
    return honest(kernel, *(Raw(f"content/{n}.txt", kernel.data, packed=b"", central=same) for n in range(1, 200)))


def quine() -> bytes:
    """An entry that unpacks to the whole file it lies in: here one that says so, and points back at the beginning."""
    whole = honest()
    lie = {"size": len(whole), "packed": len(whole), "crc": zlib.crc32(whole)}
    return honest(Raw("content/whole.txt", b"", STORED, local=lie, central={"offset": 0, **lie}))


def nested(depth: int = 12) -> bytes:
    inner = bytes(900_000)
    for _ in range(depth):
        inner = zipped([Raw("content/inner.h5p", inner), Raw("content/inner.zip", inner)])
    return honest(Raw("content/inner.zip", inner))


def encrypted() -> bytes:
    return honest(Raw("content/a.png", b"secret", flags=1))


def links(name: str, target: bytes) -> bytes:
    return honest(Raw(name, target, STORED, attributes=LINK))


def library_json_as_link() -> bytes:
    of = entries({name: data for name, data in files().items() if name != "H5P.Lesson-1.0/library.json"})
    return zipped([*of, Raw("H5P.Lesson-1.0/library.json", b"/etc/passwd", STORED, attributes=LINK)])


def two_ends() -> bytes:
    whole = honest()
    end = whole[-22:]
    return whole[:-22] + end[:-2] + struct.pack("<H", 22) + end


def damaged() -> bytes:
    return honest(Raw("content/a.txt", b"abc" * 99, local={"crc": 1}, central={"crc": 1}))


A = "content/a.txt"
CASES = {
    "no bytes": refused(Rule.NOT_A_ZIP, "", lambda: b""),
    "not a zip": refused(Rule.NOT_A_ZIP, "", lambda: b"<!doctype html><script>alert(1)</script>"),
    "a zip of nothing": refused(Rule.MISSING_FILE, "h5p.json", lambda: zipped([])),
    "cut off": refused(Rule.BROKEN_ZIP, "", lambda: honest()[:-60]),
    "cut in half": refused(Rule.BROKEN_ZIP, "", lambda: honest()[: len(honest()) // 2]),
    "two ends": refused(Rule.BROKEN_ZIP, "", two_ends),
    "more entries than there are": refused(Rule.BROKEN_ZIP, "", lambda: zipped(entries(files()), entries=9, here=9)),
    "ratio": refused(Rule.BOMB, A, lambda: honest(Raw(A, bytes(3_000_000)))),
    "many small bombs": refused(
        Rule.BOMB, "", lambda: honest(*(Raw(f"content/{n}.txt", bytes(900_000)) for n in range(40)))
    ),
    "200 MB of zeros": refused(Rule.FILE_TOO_LARGE, A, one_great_entry),
    "200 MB that say they are 100 bytes": refused(Rule.LYING_SIZE, A, a_bomb_that_says_it_is_small),
    "a petabyte on paper": refused(
        Rule.FILE_TOO_LARGE,
        A,
        lambda: honest(
            Raw(
                A,
                b"x",
                central={"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF, "extra": struct.pack("<2H2Q", 1, 16, 2**50, 2**50)},
            )
        ),
    ),
    "ten thousand entries": refused(
        Rule.TOO_MANY_ENTRIES, "", lambda: honest(*(Raw(f"content/{n}.txt", b"", STORED) for n in range(10_000)))
    ),
    "overlapping entries": refused(Rule.OVERLAP, "content/1.txt", overlapping),
    "a file that holds itself": refused(Rule.OVERLAP, "content/whole.txt", quine),
    "zips in zips": harmless(nested),
    "a size too great": refused(
        Rule.LYING_SIZE, A, lambda: honest(Raw(A, b"abc", local={"size": 9}, central={"size": 9}))
    ),
    "headers that disagree": refused(Rule.HEADERS_DIFFER, A, lambda: honest(Raw(A, b"abc", local={"size": 9}))),
    "another name in its own header": refused(
        Rule.HEADERS_DIFFER, A, lambda: honest(Raw(A, b"abc", local={"name": b"content/b.exe"}))
    ),
    "a wrong checksum": refused(Rule.DAMAGED, A, damaged),
    "encrypted": refused(Rule.ENCRYPTED, "content/a.png", encrypted),
    "an unknown compression": refused(Rule.METHOD, A, lambda: honest(Raw(A, b"abc", 99))),
    "bzip2": refused(Rule.METHOD, A, lambda: honest(Raw(A, b"abc", 12))),
    "a link to a file outside": refused(Rule.LINK, A, lambda: links(A, b"../../../../etc/passwd")),
    "a link to a folder": refused(Rule.LINK, "content/images", lambda: links("content/images/", b"")),
    "library.json as a link": refused(Rule.LINK, "H5P.Lesson-1.0/library.json", library_json_as_link),
    "a pipe": refused(Rule.SPECIAL_FILE, A, lambda: honest(Raw(A, b"", attributes=FIFO))),
    "a folder with bytes": refused(
        Rule.BAD_NAME, "content/images/", lambda: honest(Raw("content/images/", b"hidden", attributes=FOLDER))
    ),
    "several disks": refused(Rule.MULTIPLE_DISKS, "", lambda: zipped(entries(files()), disk=1)),
    "a list of entries that is elsewhere": refused(Rule.BROKEN_ZIP, "", lambda: zipped(entries(files()), offset=0)),
}
