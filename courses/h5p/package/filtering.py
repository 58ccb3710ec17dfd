"""Content filtered against its library's semantics (https://h5p.org/semantics).

Nothing stays that the semantics do not name, text is escaped or cleaned as its field says, files are there, nested
libraries are filtered by their own semantics. What is only the editor's business (how long a text, how large a number,
which pattern) is not enforced: that would lose content, and a pattern from a package is not to be run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from courses.h5p.package import known_fields, markup, values
from courses.h5p.package.errors import PackageRefused, Reason, Removals, Removed, Rule
from courses.h5p.package.limits import LIMITS, Limits
from courses.h5p.package.manifests import library_key
from courses.h5p.package.parts import CONTENT_JSON, LibraryKey
from courses.h5p.package.semantics import Field, fields
from courses.h5p.package.values import NOTHING, Unfit

_INDEX = re.compile(r"\d{1,6}", re.ASCII)
#: The fields of a library (semantics.json), or ``None`` when it has none; ``KeyError`` for a library there is not.
SemanticsOf = Callable[[LibraryKey], list[Any] | None]


@dataclass(frozen=True)
class Filtered:
    """``libraries``: what the content names, in the order met, without the main library. ``files``: the paths it uses.
    ``missing``: libraries it names that there are none of."""

    content: dict[str, Any]
    removed: tuple[Removed, ...]
    libraries: tuple[LibraryKey, ...]
    files: frozenset[str]
    missing: tuple[LibraryKey, ...]


def filter_content(
    content: dict[str, Any],
    library: LibraryKey,
    semantics_of: SemanticsOf,
    files: Collection[str],
    limits: Limits = LIMITS,
) -> Filtered:
    """``files``: the paths below ``content/`` that there are. The content given is left as it is. Fails with
    ``PackageRefused`` for more markup than any author writes."""
    work = _Filter(semantics_of, frozenset(files), limits)
    filtered = work.members(content, work.library_fields(library), "")
    return Filtered(
        content=filtered,
        removed=work.removals.all(),
        libraries=tuple(work.libraries),
        files=frozenset(work.used),
        missing=tuple(work.missing),
    )


class _Filter:
    def __init__(self, semantics_of: SemanticsOf, files: frozenset[str], limits: Limits) -> None:
        self.semantics_of = semantics_of
        self.files = files
        self.limits = limits
        self.removals = Removals(limits.removed)
        self.libraries: dict[LibraryKey, None] = {}
        self.missing: dict[LibraryKey, None] = {}
        self.used: set[str] = set()
        self._depth = 0
        self._marks = 0
        self._fields: dict[LibraryKey, Mapping[str, Field]] = {}

    def library_fields(self, key: LibraryKey) -> Mapping[str, Field]:
        if key not in self._fields:
            self._fields[key] = fields(self.semantics_of(key))
        return self._fields[key]

    def members(self, given: Mapping[str, Any], fields: Mapping[str, Field], place: str) -> dict[str, Any]:
        """The values of a group, or of a whole library, that its fields name."""
        kept: dict[str, Any] = {}
        for name, value in given.items():
            here = f"{place}.{name[:80]}" if place else name[:80]
            if name == "subContentId":
                kept |= {name: value} if values.is_identifier(value) else {}
            elif name not in fields:
                self.removals.add(here, Reason.UNKNOWN_FIELD)
            elif (result := self.value(value, fields[name], here)) is not NOTHING:
                kept[name] = result
        return kept

    def value(self, given: Any, field: Field, place: str) -> Any:
        """What stays of a value, or ``NOTHING``. ``null`` is how editors write nothing."""
        if given is None:
            return NOTHING
        try:
            match field.type:
                case "group":
                    return self._group(given, field, place)
                case "list":
                    return self._list(given, field, place)
                case "library":
                    return self._library(given, field, place)
                case "image" | "file":
                    return self._file(given, place)
                case "video" | "audio":
                    return self._sources(given, place)
            self._count_marks(given, field)
            result, dropped = values.scalar(given, field)
        except Unfit as unfit:
            self.removals.add(place, unfit.reason, unfit.detail)
            return NOTHING
        if dropped:
            self.removals.add(place, Reason.MARKUP, ", ".join(dropped))
        return result

    def _count_marks(self, given: Any, field: Field) -> None:
        if field.tags is None or not isinstance(given, str):
            return
        marks = markup.marks(given)
        self._marks += marks + 1
        if marks > self.limits.marks or self._marks > self.limits.marks_in_all:
            raise PackageRefused(Rule.TOO_MUCH_MARKUP, CONTENT_JSON, str(marks))

    def _group(self, given: Any, field: Field, place: str) -> Any:
        if given == {}:
            return {}
        only = field.only
        if only is not None and not _is_spelled_out(given, only):
            return self.value(given, only, place)  # a group of one field is that field's value (the editor's economy)
        if given in ([], ""):  # how PHP writes an object without members
            return {}
        if not isinstance(given, dict):
            raise Unfit(Reason.WRONG_TYPE, "group")
        return self.members(given, field.fields, place)

    def _list(self, given: Any, field: Field, place: str) -> list[Any]:
        item = field.item
        given = _listed(given)
        if not isinstance(given, list) or item is None:
            raise Unfit(Reason.WRONG_TYPE, "list")
        kept = (self.value(value, item, f"{place}[{number}]") for number, value in enumerate(given))
        return [value for value in kept if value is not NOTHING]

    def _library(self, given: Any, field: Field, place: str) -> Any:
        if not isinstance(given, dict) or not given.get("library"):
            return self._no_library(given, place)
        key = library_key(given["library"])
        if key is None:
            raise Unfit(Reason.LIBRARY_NOT_ALLOWED, str(given["library"])[:255])
        if field.libraries and key.machine_name not in field.libraries:
            raise Unfit(Reason.LIBRARY_NOT_ALLOWED, str(key))
        try:
            fields = self.library_fields(key)
        except KeyError:
            self.missing[key] = None
            raise Unfit(Reason.LIBRARY_MISSING, str(key)) from None
        if self._depth >= self.limits.sub_content_depth:
            raise Unfit(Reason.TOO_DEEP, str(key))
        self.libraries[key] = None
        self._depth += 1
        try:
            return self._sub_content(given, key, fields, place)
        finally:
            self._depth -= 1

    def _no_library(self, given: Any, place: str) -> Any:
        if given in ({}, [], ""):
            return NOTHING if given == "" else given
        if isinstance(given, dict) and not given.get("library") and not given.get("params"):
            return {"params": {}} if "params" in given else {}
        raise Unfit(Reason.WRONG_TYPE, "library")

    def _sub_content(
        self, given: dict[str, Any], key: LibraryKey, fields: Mapping[str, Field], place: str
    ) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, value in given.items():
            if name == "library":
                kept[name] = str(key)
            elif name == "params":
                kept[name] = self.members(value if isinstance(value, dict) else {}, fields, place)
            elif name == "subContentId" and values.is_identifier(value):
                kept[name] = value
            elif name == "metadata":
                kept[name] = self._known(value, known_fields.METADATA, f"{place}.metadata")
            elif name != "subContentId":
                self.removals.add(f"{place}.{name[:80]}", Reason.UNKNOWN_FIELD)
        return kept

    def _known(self, given: Any, fields: Mapping[str, Field], place: str) -> dict[str, Any]:
        return self.members(given, fields, place) if isinstance(given, dict) else {}

    def _sources(self, given: Any, place: str) -> Any:
        given = _listed(given) if given else given
        if not isinstance(given, list):
            return self._file(given, place)
        kept = []
        for number, source in enumerate(given):
            here = f"{place}[{number}]"
            try:
                file = NOTHING if source is None else self._file(source, here)
            except Unfit as unfit:
                self.removals.add(here, unfit.reason, unfit.detail)
                continue
            kept += [] if file is NOTHING else [file]
        return kept

    def _file(self, given: Any, place: str) -> Any:
        if given in ("", [], {}):
            return NOTHING
        if not isinstance(given, dict):
            raise Unfit(Reason.WRONG_TYPE, "file")
        path = values.file_path(given.get("path"), self.files)
        if path in self.files:
            self.used.add(path)
        elif values.is_elsewhere(path):
            self.removals.add(place, Reason.ELSEWHERE, values.host_of(path))
        kept: dict[str, Any] = {}
        for name, value in given.items():
            here = f"{place}.{name[:80]}"
            if name == "path":
                kept[name] = path
            elif name == "originalImage":
                kept |= self._original(value, here)
            elif name in known_fields.FILE_GROUPS:
                kept[name] = self._known(value, known_fields.FILE_GROUPS[name], here)
            else:
                kept |= self.members({name: value}, known_fields.FILE, place)
        return kept

    def _original(self, given: Any, place: str) -> dict[str, Any]:
        """The picture before it was cropped, which only an editor needs."""
        try:
            original = self._file(given, place) if isinstance(given, dict) else NOTHING
        except Unfit as unfit:
            self.removals.add(place, unfit.reason, unfit.detail)
            original = NOTHING
        return {} if original is NOTHING else {"originalImage": original}


def _listed(given: Any) -> Any:
    """A list, also as PHP writes one that is empty or has lost a member: an object with numbers for keys."""
    if given in ({}, ""):
        return []
    numbered = isinstance(given, dict) and all(_INDEX.fullmatch(key) for key in given)
    return [given[key] for key in sorted(given, key=int)] if numbered else given


def _is_spelled_out(given: Any, only: Field) -> bool:
    """Whether a group of one field was written as a group all the same."""
    if not isinstance(given, dict) or list(given) != [only.name]:
        return False
    match only.type:
        case "group":
            return only.name not in only.fields
        case "library":
            return only.name not in {"library", "params"}
        case "image" | "file" | "video" | "audio":
            return only.name != "path"
    return True
