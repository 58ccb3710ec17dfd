"""Which files are let in. Content is what an author uploads; a library is what a person approves before it runs."""

from __future__ import annotations

import re

_TEXT = {"json", "txt", "csv", "diff", "patch", "md", "textile", "vtt", "webvtt", "gltf"}
_PICTURES = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp"}
_MEDIA = {"webm", "mp4", "ogg", "mp3", "m4a", "wav", "glb"}
_FONTS = {"eot", "ttf", "woff", "woff2", "otf"}
_DOCUMENTS = {"pdf", "rtf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp"}
#: The H5P core's list for content, without svg, html, xml and swf (which can carry scripts), and with webp.
CONTENT = frozenset(_TEXT | _PICTURES | _MEDIA | _FONTS | _DOCUMENTS)
LIBRARY = CONTENT | {"js", "css", "svg", "xml", "map", "wasm", "swf"}

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:[!?]|/?[a-z])", re.IGNORECASE)
HEAD = 1024


def extension(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_disguised(path: str, head: bytes) -> bool:
    """Markup under the name of a picture, a sound, a font or a document."""
    return extension(path) in CONTENT - _TEXT and _MARKUP.match(head) is not None
