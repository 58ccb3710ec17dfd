"""Which files may be attached, by their ending and their first bytes. No Django."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 10 * 1024 * 1024
#: In all, on one commission.
MOST_FILES = 40

_ZIP = b"PK\x03\x04"
#: Ending -> what it is served as, and what it begins with (b"" for text).
TYPES: dict[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    "txt": ("text/plain; charset=utf-8", b""),
    "csv": ("text/csv; charset=utf-8", b""),
}


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def content_type(name: str, head: bytes) -> str | None:
    """What the file is served as; None where its ending is not allowed, or it is not what its ending says."""
    if ending(name) not in TYPES:
        return None
    type_, magic = TYPES[ending(name)]
    if not magic:
        return None if b"\0" in head else type_
    return type_ if head.startswith(magic) else None


def tidy_name(name: str) -> str:
    """The name without folders, control characters and marks that turn text around; at most 120 characters."""
    name = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, last = name.rpartition(".")
    return f"{stem[:110]}{dot}{last[:9]}" if dot else name[:120]
