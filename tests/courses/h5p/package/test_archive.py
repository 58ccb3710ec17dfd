"""Hostile zips: each is refused with a rule and, where one is to blame, a file."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest

from courses.h5p.package import Rule, inspect
from tests.courses.h5p.package.building import STORED, Raw, deflated, entries, files, packed, refusal, zipped

pytestmark = pytest.mark.once

FOLDER = 0o040755 << 16
SYMBOLIC_LINK = 0o120777 << 16
FIFO = 0o010644 << 16
DEVICE = 0o020644 << 16


def with_entry(entry: Raw) -> BytesIO:
    return packed(files(), entry)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("../evil.js", Rule.PATH_TRAVERSAL),
        ("content/../../evil.js", Rule.PATH_TRAVERSAL),
        ("content/images/..", Rule.PATH_TRAVERSAL),
        ("..\\evil.js", Rule.PATH_TRAVERSAL),
        ("content\\..\\..\\evil.js", Rule.PATH_TRAVERSAL),
        ("/etc/passwd", Rule.ABSOLUTE_PATH),
        ("//server/share", Rule.ABSOLUTE_PATH),
        ("C:/windows/evil.js", Rule.ABSOLUTE_PATH),
        ("c:evil.js", Rule.ABSOLUTE_PATH),
        ("content/evil.png:stream", Rule.BAD_NAME),
        ("content//evil.png", Rule.BAD_NAME),
        ("content/./evil.png", Rule.BAD_NAME),
        ("content/evil.png\0.js", Rule.BAD_NAME),
        ("content/evil\r\n.png", Rule.BAD_NAME),
        ("content/evil\x1b[2J.png", Rule.BAD_NAME),
        ("content/gnp.\u202egnp.js", Rule.BAD_NAME),
        ("content/evil\u2028.png", Rule.BAD_NAME),
        ("content/" + "a" * 256 + ".png", Rule.BAD_NAME),
        ("content/" + "b" * 120 + "/" + "ab/" * 150 + "x.png", Rule.BAD_NAME),
        ("/".join(["content"] * 40) + ".png", Rule.BAD_NAME),
        (b"content/\xff\xfe.png", Rule.BAD_NAME),
        (b"content/\xed\xa0\x80.png", Rule.BAD_NAME),
        (b"", Rule.BAD_NAME),
    ],
)
def test_a_name_that_could_lead_anywhere_is_refused(name: str | bytes, rule: Rule) -> None:
    error = refusal(with_entry(Raw(name, b"x")))

    assert error.rule == rule
    assert error.file.isprintable()


@pytest.mark.parametrize("name", ["content/æble.png", "content/a b (1).png", "content/日本.png", "content/e\u0301.png"])
def test_an_ordinary_name_in_any_language_is_let_in(name: str) -> None:
    with inspect(with_entry(Raw(name, b"x"))) as package:
        assert len(package.content_files) == 1


def test_utf_8_is_understood_where_the_zip_does_not_say_so() -> None:
    with inspect(with_entry(Raw("content/æble.png", b"x", flags=0))) as package:
        assert [file.path for file in package.content_files] == ["æble.png"]


@pytest.mark.parametrize(
    ("attributes", "rule"),
    [(SYMBOLIC_LINK, Rule.LINK), (FIFO, Rule.SPECIAL_FILE), (DEVICE, Rule.SPECIAL_FILE)],
)
def test_a_link_or_a_device_is_refused(attributes: int, rule: Rule) -> None:
    error = refusal(with_entry(Raw("content/passwd.txt", b"/etc/passwd", attributes=attributes)))

    assert (error.rule, error.file) == (rule, "content/passwd.txt")


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_an_encrypted_file_is_refused(flag: int) -> None:
    assert refusal(with_entry(Raw("content/a.png", b"x", flags=flag))).rule == Rule.ENCRYPTED


@pytest.mark.parametrize("method", [1, 6, 9, 12, 14, 93, 99])
def test_another_compression_is_refused(method: int) -> None:
    assert refusal(with_entry(Raw("content/a.png", b"x", method=method))).rule == Rule.METHOD


@pytest.mark.parametrize(
    "pair",
    [
        ("content/a.png", "content/A.png"),
        ("content/straße.png", "content/STRASSE.png"),
        ("content/Images/a.png", "content/images/b.png"),
        ("content/a.png", "content/a.png/b.png"),
        ("Content/a.png", "content/b.png"),
        ("H5P.JSON", "h5p.json"),
    ],
)
def test_two_names_that_one_disk_takes_for_the_same_are_refused(pair: tuple[str, str]) -> None:
    others = [Raw(name, name.encode()) for name in pair if name not in files()]

    assert refusal(packed(files(), *others)).rule == Rule.NAME_COLLISION


def test_a_file_twice_is_refused_unless_it_is_the_same_file() -> None:
    picture = Raw("content/a.png", b"one")

    assert refusal(packed(files(), picture, Raw("content/a.png", b"two"))).rule == Rule.DUPLICATE
    with inspect(packed(files(), picture, picture)) as package:
        assert [file.path for file in package.content_files] == ["a.png"]


def test_the_two_forms_of_one_letter_are_one_name() -> None:
    assert (
        refusal(packed(files(), Raw("content/\u00e9.png", b"1"), Raw("content/e\u0301.png", b"2"))).rule
        == Rule.DUPLICATE
    )


def test_folders_are_no_files_and_may_hold_none() -> None:
    with inspect(with_entry(Raw("content/images/", attributes=FOLDER))) as package:
        assert package.content_files == ()
    assert refusal(with_entry(Raw("content/images/", b"hidden"))).rule == Rule.BAD_NAME


@pytest.mark.parametrize("name", ["./", "./content/a.png"])
def test_a_leading_dot_is_taken_off(name: str) -> None:
    inspect(with_entry(Raw(name, b"" if name == "./" else b"x")))


BOMB = Raw("content/bomb.txt", bytes(3_000_000))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    error = refusal(with_entry(BOMB))

    assert (error.rule, error.file) == (Rule.BOMB, "content/bomb.txt")


def test_many_small_bombs_are_one() -> None:
    small = [Raw(f"content/{number}.txt", bytes(900_000)) for number in range(20)]

    assert refusal(packed(files(), *small)).rule == Rule.BOMB


def test_a_bomb_that_says_it_is_small_is_cut_off_where_it_said() -> None:
    lying = {"size": 100}
    error = refusal(with_entry(Raw("content/a.txt", bytes(20_000_000), local=lying, central=lying)))

    assert (error.rule, error.file) == (Rule.LYING_SIZE, "content/a.txt")


def test_entries_that_share_bytes_are_refused() -> None:
    kernel = Raw("content/0.txt", b"x" * 1000)
    at = packed(files(), kernel).getvalue().index(b"content/0.txt") - 30
    quoting = Raw("content/1.txt", b"x" * 1000, central={"offset": at})

    assert refusal(packed(files(), kernel, quoting)).rule == Rule.OVERLAP


def test_an_entry_inside_another_is_refused() -> None:
    inner = zipped([Raw("content/inner.txt", b"inside", method=STORED)])
    outer = Raw("content/outer.txt", inner, method=STORED)
    at = packed(files(), outer).getvalue().index(inner)
    hidden = Raw("content/inner.txt", b"inside", method=STORED, central={"offset": at})

    assert refusal(packed(files(), outer, hidden)).rule == Rule.OVERLAP


def test_an_entry_that_reaches_into_the_directory_is_refused() -> None:
    long = {"packed": 5000, "size": 5000}

    assert refusal(with_entry(Raw("content/a.png", b"x", STORED, local=long, central=long))).rule == Rule.OVERLAP


@pytest.mark.parametrize(
    "lie",
    [
        {"name": b"content/other.png"},
        {"method": STORED},
        {"size": 4},
        {"packed": 4},
        {"crc": 4},
        {"flags": 1},
    ],
)
def test_headers_that_disagree_are_refused(lie: dict[str, object]) -> None:
    error = refusal(with_entry(Raw("content/a.png", b"something", local=lie)))

    assert (error.rule, error.file) == (Rule.HEADERS_DIFFER, "content/a.png")


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        (Raw("content/a.txt", b"abc", local={"size": 9}, central={"size": 9}), Rule.LYING_SIZE),
        (Raw("content/a.txt", b"abc", local={"size": 2}, central={"size": 2}), Rule.LYING_SIZE),
        (Raw("content/a.txt", b"abc", STORED, local={"size": 2}, central={"size": 2}), Rule.LYING_SIZE),
        (Raw("content/a.txt", b"abc", local={"crc": 1}, central={"crc": 1}), Rule.DAMAGED),
        (Raw("content/a.txt", b"abc", packed=deflated(b"abc") + b"more"), Rule.DAMAGED),
        (Raw("content/a.txt", b"abc" * 99, packed=deflated(b"abc" * 99)[:-3]), Rule.DAMAGED),
        (Raw("content/a.txt", b"abc", packed=b"\xff\xff\xff"), Rule.DAMAGED),
        (Raw("content/a.txt", b"abc", packed=b""), Rule.DAMAGED),
    ],
    ids=range(8),
)
def test_a_file_that_is_not_what_it_says_is_refused(entry: Raw, rule: Rule) -> None:
    error = refusal(with_entry(entry))

    assert (error.rule, error.file) == (rule, "content/a.txt")


def test_bytes_after_the_end_of_packed_data_are_found_in_the_next_chunk_too() -> None:
    data = bytes(range(256)) * 4
    padded = deflated(data) + bytes(200_000)

    assert refusal(with_entry(Raw("content/a.txt", data, packed=padded))).rule == Rule.DAMAGED


def test_sizes_behind_the_bytes_are_understood() -> None:
    of = [Raw(name, data, descriptor=True) for name, data in files().items()]

    assert inspect(BytesIO(zipped(of))).content == {"title": "Hello"}


GIF = b"GIF89a/*" + bytes(40)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", Rule.NOT_A_ZIP),
        (b"<html><script>alert(1)</script>", Rule.NOT_A_ZIP),
        (b"Rar!\x1a\x07\x01\x00" + bytes(100), Rule.NOT_A_ZIP),
        (zipped(entries(files()), before=GIF), Rule.JUNK_BEFORE),
        (zipped(entries(files()), before=b"%PDF-1.4\n"), Rule.JUNK_BEFORE),
        (zipped(entries(files()), before=b"MZ" + bytes(200)), Rule.JUNK_BEFORE),
        (zipped(entries(files()), after=b"<script>alert(1)</script>"), Rule.JUNK_AFTER),
        (zipped(entries(files()), after=bytes(200_000)), Rule.BROKEN_ZIP),
        (zipped(entries(files()))[:-40], Rule.BROKEN_ZIP),
        (zipped(entries(files()))[:200], Rule.BROKEN_ZIP),
        (zipped([]), Rule.MISSING_FILE),
    ],
    ids=range(11),
)
def test_what_is_not_a_zip_from_its_first_byte_to_its_last_is_refused(data: bytes, rule: Rule) -> None:
    assert refusal(data).rule == rule


def test_offsets_moved_by_what_is_in_front_are_refused_too() -> None:
    gif, whole = GIF, zipped(entries(files()))
    moved = [Raw(entry.name, entry.data, central={"offset": at}) for entry, at in _moved(len(gif))]

    assert refusal(gif + zipped(moved, offset=_directory_at(whole) + len(gif))).rule == Rule.JUNK_BEFORE


def _moved(by: int) -> list[tuple[Raw, int]]:
    placed, at = [], by
    for entry in entries(files()):
        placed.append((entry, at))
        at += 30 + len(entry.name) + len(entry.body())
    return placed


def _directory_at(whole: bytes) -> int:
    return int(struct.unpack_from("<L", whole, len(whole) - 6)[0])


def test_a_zip_with_two_ends_is_refused() -> None:
    whole = zipped(entries(files()))
    end = whole[-22:]
    inner = end[:-2] + struct.pack("<H", 0)
    outer = end[:-2] + struct.pack("<H", len(inner))

    assert refusal(whole[:-22] + outer + inner).rule == Rule.BROKEN_ZIP


def test_a_comment_is_let_in() -> None:
    assert inspect(BytesIO(zipped(entries(files()), comment=b"made with care"))).content == {"title": "Hello"}


@pytest.mark.parametrize(
    ("end", "rule"),
    [
        ({"entries": 3}, Rule.MULTIPLE_DISKS),
        ({"entries": 3, "here": 3}, Rule.BROKEN_ZIP),
        ({"entries": 9, "here": 9}, Rule.BROKEN_ZIP),
        ({"entries": 6001, "here": 6001}, Rule.TOO_MANY_ENTRIES),
        ({"entries": 0xFFFF, "here": 0xFFFF}, Rule.TOO_MANY_ENTRIES),
        ({"offset": 0}, Rule.BROKEN_ZIP),
        ({"offset": 0xFFFFFFFF}, Rule.BROKEN_ZIP),
        ({"size": 10}, Rule.BROKEN_ZIP),
        ({"disk": 1}, Rule.MULTIPLE_DISKS),
    ],
    ids=str,
)
def test_an_end_that_does_not_add_up_is_refused(end: dict[str, int], rule: Rule) -> None:
    assert refusal(zipped(entries(files()), **end)).rule == rule


def wide_end(of: bytes, *, entries_there: int | None = None, locator: int | None = None) -> bytes:
    """The large end record and its locator for a zip without them."""
    _, _, _, _, count, size, offset, _ = struct.unpack("<4s4H2LH", of[-22:])
    count = count if entries_there is None else entries_there
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    at = len(of) - 22 if locator is None else locator
    return record + struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)


def test_large_records_are_understood_where_they_say_the_same() -> None:
    whole = zipped(entries(files()))
    wide = wide_end(whole)

    assert inspect(BytesIO(zipped(entries(files()), wide=wide))).content == {"title": "Hello"}
    full = zipped(entries(files()), wide=wide, entries=0xFFFF, here=0xFFFF, size=0xFFFFFFFF, offset=0xFFFFFFFF)
    assert inspect(BytesIO(full)).content == {"title": "Hello"}


@pytest.mark.parametrize("lie", [{"entries_there": 2}, {"entries_there": 2**40}, {"locator": 0}, {"locator": 2**50}])
def test_large_records_that_say_otherwise_are_refused(lie: dict[str, int]) -> None:
    whole = zipped(entries(files()))

    assert refusal(zipped(entries(files()), wide=wide_end(whole, **lie))).rule == Rule.ZIP64


def test_an_entry_with_large_sizes_is_understood() -> None:
    data = b"large on paper"
    extra = struct.pack("<2H2Q", 1, 16, len(data), len(deflated(data)))
    full = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF, "extra": extra}

    with inspect(with_entry(Raw("content/a.txt", data, local=full, central=full))) as package:
        assert package.open(package.content_files[0]).read() == data


def test_an_entry_with_large_sizes_it_does_not_give_is_refused() -> None:
    full = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF}

    assert refusal(with_entry(Raw("content/a.txt", b"x", local=full, central=full))).rule == Rule.ZIP64


def test_an_entry_of_a_size_beyond_all_limits_is_refused() -> None:
    extra = struct.pack("<2H2Q", 1, 16, 2**60, 2**60)
    full = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF, "extra": extra}

    assert refusal(with_entry(Raw("content/a.txt", b"x", central=full))).rule == Rule.FILE_TOO_LARGE
