"""Names in a zip: what a path may be called, and which two may not stand side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from courses.h5p.package.errors import PackageRefused, Rule
from courses.h5p.package.limits import Limits

UTF8_FLAG = 0x800
MAX_PARTS = 20
MAX_PART_BYTES = 255


def decode(raw: bytes) -> str:
    """The name as text. Many tools write UTF-8 without saying so; what is not UTF-8 could be anything."""
    try:
        return unicodedata.normalize("NFC", raw.decode())
    except UnicodeDecodeError:
        raise PackageRefused(Rule.BAD_NAME, raw.decode("latin-1")) from None


def check(name: str, limits: Limits) -> str:
    """The path, normalised ("./" in front and "/" behind taken off), or a refusal."""
    if name.startswith("/") or name[1:2] == ":":
        raise PackageRefused(Rule.ABSOLUTE_PATH, name)
    parts = name.removeprefix("./").removesuffix("/").replace("\\", "/").split("/")
    if ".." in parts:
        raise PackageRefused(Rule.PATH_TRAVERSAL, name)
    if "\\" in name or ":" in name or any(not _printable(character) for character in name):
        raise PackageRefused(Rule.BAD_NAME, name)
    if len(parts) > MAX_PARTS or len(name.encode()) > limits.name:
        raise PackageRefused(Rule.BAD_NAME, name, f"{len(name)}")
    if any(part in {"", "."} or len(part.encode()) > MAX_PART_BYTES for part in parts):
        raise PackageRefused(Rule.BAD_NAME, name)
    return "/".join(parts)


def _printable(character: str) -> bool:
    # Control and format characters (a right-to-left override shows another name than it is), line and paragraph
    # separators, private and unassigned ones.
    return character.isprintable() or unicodedata.category(character) == "Zs"


def refuse_collisions(files: Iterable[str], folders: Iterable[str]) -> None:
    """Two names that one file system takes for the same, or a file where a folder has to be."""
    spelled: dict[str, str] = {}
    are_files = set(files)
    for path in [*folders, *are_files]:
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            prefix = "/".join(parts[:count])
            other = spelled.setdefault(unicodedata.normalize("NFC", prefix.casefold()), prefix)
            if other != prefix:
                raise PackageRefused(Rule.NAME_COLLISION, path, other)
            if count < len(parts) and prefix in are_files:
                raise PackageRefused(Rule.NAME_COLLISION, path, prefix)
    clash = are_files & set(folders)
    if clash:
        raise PackageRefused(Rule.NAME_COLLISION, min(clash))
