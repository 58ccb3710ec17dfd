"""What the H5P core itself adds to content, described as semantics describe a library's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.h5p.package.semantics import Field, fields


def _texts(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "type": "text"} for name in names]


def _numbers(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "type": "number"} for name in names]


def _years(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "type": "select"} for name in names]  # a number, or text: "1889-1910"


def _rows(name: str, *columns: str) -> dict[str, Any]:
    return {"name": name, "type": "list", "field": {"type": "group", "isSubContent": True, "fields": _texts(*columns)}}


# Title, authors and licence: of a piece of content (the editor's metadata form), and of a file.
_METADATA = [
    *_texts("title", "a11yTitle", "extraTitle", "license", "licenseVersion", "licenseExtras", "source"),
    *_texts("authorComments", "contentType", "defaultLanguage"),
    *_years("yearFrom", "yearTo"),
    _rows("authors", "name", "role"),
    _rows("changes", "date", "author", "log"),
]
_COPYRIGHT = [*_texts("title", "author", "source", "license", "version"), *_years("year")]
_QUALITY = [*_numbers("level"), *_texts("label")]

_FILE = [
    *_texts("mime", "alt", "title", "aspectRatio", "codecs", "tmp"),
    *_numbers("width", "height", "bitrate", "duration", "size"),
]

METADATA: Mapping[str, Field] = fields(_METADATA)
#: What is known of a file besides its path and its picture before cropping.
FILE: Mapping[str, Field] = fields(_FILE)
FILE_GROUPS: Mapping[str, Mapping[str, Field]] = {
    "copyright": fields(_COPYRIGHT),
    "quality": fields(_QUALITY),
    "metadata": fields([*_METADATA, *_QUALITY]),
}
