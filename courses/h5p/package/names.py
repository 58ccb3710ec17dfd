"""Names in a zip: what a path may be called, and which two may not stand side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.limits import Limits

UTF8_FLAG = 0x800
MAX_PARTS = 20
_JOINERS = "\u00ad\u200c\u200d"
MAX_PART_BYTES = 255


def decode(raw: bytes, *, says_utf8: bool) -> str:
    """The name as text, its folders parted by slashes: some Windows tools write backslashes. Many tools write UTF-8
    without saying so; what is not UTF-8 is what a zip's names were before that (APPNOTE, appendix D)."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        if says_utf8:
            raise PackageRefused(Rule.BAD_NAME, raw.decode("latin-1")) from None
        text = raw.decode("cp437")
    return unicodedata.normalize("NFC", text).replace("\\", "/")


def check(name: str, limits: Limits) -> str:
    """The path, normalised ("./" in front and "/" behind taken off), or a refusal."""
    if name.startswith("/") or name[1:2] == ":":
        raise PackageRefused(Rule.ABSOLUTE_PATH, name)
    parts = name.removeprefix("./").removesuffix("/").split("/")
    if ".." in parts:
        raise PackageRefused(Rule.PATH_TRAVERSAL, name)
    if ":" in name or any(not _printable(character) for character in name):
        raise PackageRefused(Rule.BAD_NAME, name)
    if len(parts) > MAX_PARTS or len(name.encode()) > limits.name:
        raise PackageRefused(Rule.BAD_NAME, name, f"{len(name)}")
    if any(part in {"", "."} or len(part.encode()) > MAX_PART_BYTES for part in parts):
        raise PackageRefused(Rule.BAD_NAME, name)
    return "/".join(parts)


def _printable(character: str) -> bool:
    # Not control and format characters (a right-to-left override shows another name than it is), nor line and
    # paragraph separators; but what joins letters and pictures, what a Mac writes, and what Unicode has got since.
    return character.isprintable() or character in _JOINERS or unicodedata.category(character) in {"Zs", "Co", "Cn"}


def refuse_collisions(files: Iterable[str], folders: Iterable[str]) -> None:
    """Two names that one file system takes for the same, or a file where a folder has to be."""
    spelled: dict[str, str] = {}
    are_files = dict.fromkeys(files)
    for path in [*folders, *are_files]:
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            prefix = "/".join(parts[:count])
            other = spelled.setdefault(unicodedata.normalize("NFC", prefix.casefold()), prefix)
            if other != prefix:
                raise PackageRefused(Rule.NAME_COLLISION, path, other)
            if count < len(parts) and prefix in are_files:
                raise PackageRefused(Rule.NAME_COLLISION, path, prefix)
    clash = are_files.keys() & set(folders)
    if clash:
        raise PackageRefused(Rule.NAME_COLLISION, min(clash))
