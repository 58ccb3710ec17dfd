"""What can be wrong with a package: one rule a reason, each worded for people in ``courses.h5p.wording``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Why a package is refused."""

    NOT_A_ZIP = "not_a_zip"
    BROKEN_ZIP = "broken_zip"
    JUNK_BEFORE = "junk_before"
    JUNK_AFTER = "junk_after"
    MULTIPLE_DISKS = "multiple_disks"
    ZIP64 = "zip64"
    TOO_LARGE = "too_large"
    TOO_MANY_ENTRIES = "too_many_entries"
    FILE_TOO_LARGE = "file_too_large"
    TOO_LARGE_IN_ALL = "too_large_in_all"
    BOMB = "bomb"
    OVERLAP = "overlap"
    HEADERS_DIFFER = "headers_differ"
    LYING_SIZE = "lying_size"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    METHOD = "method"
    LINK = "link"
    SPECIAL_FILE = "special_file"
    BAD_NAME = "bad_name"
    ABSOLUTE_PATH = "absolute_path"
    PATH_TRAVERSAL = "path_traversal"
    NAME_COLLISION = "name_collision"
    DUPLICATE = "duplicate"
    MISSING_FILE = "missing_file"
    BAD_JSON = "bad_json"
    JSON_TOO_LARGE = "json_too_large"
    JSON_TOO_DEEP = "json_too_deep"
    BAD_MANIFEST = "bad_manifest"
    BAD_LIBRARY = "bad_library"
    LIBRARY_FOLDER = "library_folder"
    LIBRARY_TWICE = "library_twice"
    BAD_SEMANTICS = "bad_semantics"
    BAD_CONTENT = "bad_content"
    TOO_MUCH_MARKUP = "too_much_markup"
    CORE_TOO_NEW = "core_too_new"
    DEPENDENCY_CYCLE = "dependency_cycle"
    TOO_MANY_LIBRARIES = "too_many_libraries"
    MISSING_LIBRARY = "missing_library"
    NOT_RUNNABLE = "not_runnable"


class Reason(StrEnum):
    """Why something was left out of a package that was let in."""

    STRAY_FILE = "stray_file"
    FILE_TYPE = "file_type"
    DISGUISED = "disguised"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    MARKUP = "markup"
    FILE_NOT_THERE = "file_not_there"
    ADDRESS = "address"
    ELSEWHERE = "elsewhere"
    LIBRARY_NOT_ALLOWED = "library_not_allowed"
    LIBRARY_MISSING = "library_missing"
    TOO_DEEP = "too_deep"
    OTHER_BUILD = "other_build"
    MORE = "more"


class PackageRefused(Exception):
    """The package is not let in: ``rule`` is a ``Rule`` (compares equal to its slug), ``file`` the file in the package
    it was found in ("" for the package as a whole), ``detail`` a figure or a name, in no language."""

    def __init__(self, rule: Rule, file: str = "", detail: str = "") -> None:
        super().__init__(rule, file, detail)
        self.rule = rule
        self.file = printable(file)
        self.detail = printable(detail)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.rule.value, self.file, self.detail) if part)


@dataclass(frozen=True)
class Removed:
    """Something left out. ``where``: a path in the package, or a place in the content ("questions[2].text")."""

    where: str
    reason: Reason
    detail: str = ""


class Removals:
    """What was left out, in the order met; beyond ``most`` only counted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._removed: list[Removed] = []
        self._more = 0

    def add(self, where: str, reason: Reason, detail: str = "") -> None:
        if len(self._removed) < self._most:
            self._removed.append(Removed(printable(where), reason, printable(detail)))
        else:
            self._more += 1

    def all(self) -> tuple[Removed, ...]:
        more = (Removed("", Reason.MORE, str(self._more)),) if self._more else ()
        return (*self._removed, *more)


def printable(text: str, length: int = 200) -> str:
    """Text from a package as it can be shown, logged and stored: no control characters, not too long."""
    shown = "".join(character if character.isprintable() else "�" for character in text[: length + 1])
    return shown if len(shown) <= length else shown[: length - 1] + "…"
