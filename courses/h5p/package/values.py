"""Single values of content: what of them fits their field."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Collection
from enum import Enum, auto
from typing import Any, Final
from urllib.parse import unquote

from courses.h5p.package import markup
from courses.h5p.package.errors import Reason
from courses.h5p.package.semantics import Field


class Nothing(Enum):
    NOTHING = auto()


#: In a value's place: there is none.
NOTHING: Final = Nothing.NOTHING

_IDENTIFIER = re.compile(r"[A-Za-z0-9_\-]{1,64}")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\"'<>\\^`{|}\x7f]")
_NUMBER = re.compile(r"\s*+[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,3})?\s*+", re.ASCII)
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/]++={0,2}")
_TRUTHS: dict[Any, bool] = {True: True, False: False, "true": True, "false": False, "1": True, "0": False, "": False}


class Unfit(Exception):
    """The value does not stay."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def scalar(given: Any, field: Field) -> tuple[Any, tuple[str, ...]]:
    """A text, number, truth or choice, and the names of tags and attributes it lost."""
    match field.type:
        case "text":
            return _text(given, field)
        case "number":
            return _number(given), ()
        case "boolean":
            return _boolean(given), ()
        case "select":
            return _select(given), ()
    raise Unfit(Reason.UNKNOWN_FIELD, field.type)


def _text(given: Any, field: Field) -> tuple[str, tuple[str, ...]]:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise Unfit(Reason.WRONG_TYPE, "text")
    text = str(given)
    if field.is_address and markup.is_harmful_address(text):
        raise Unfit(Reason.ADDRESS, text[:40])
    return (markup.escape(text), ()) if field.tags is None else markup.clean(text, field.tags)


def _number(given: Any) -> Any:
    """Editors write numbers in quotes as well, and libraries have got used to it: those stay in them. An empty field
    is no number."""
    if given == "":
        return NOTHING
    if isinstance(given, str) and _NUMBER.fullmatch(given):
        return given
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise Unfit(Reason.WRONG_TYPE, "number")
    return given


def _boolean(given: Any) -> bool:
    if isinstance(given, str | int | float) and given in _TRUTHS:
        return _TRUTHS[given]
    raise Unfit(Reason.WRONG_TYPE, "boolean")


def _select(given: Any) -> Any:
    if isinstance(given, list):
        return [_choice(choice) for choice in given if isinstance(choice, str | int | float)]
    if not isinstance(given, str | int | float):
        raise Unfit(Reason.WRONG_TYPE, "select")
    return _choice(given)


def _choice(given: str | int | float) -> str | int | float:
    """Options may be filled in when it runs, so a choice that is none of those listed stays, escaped."""
    return markup.escape(given) if isinstance(given, str) else given


def is_elsewhere(path: str) -> bool:
    """An address on the web."""
    return _WEB.match(path) is not None


def host_of(address: str) -> str:
    return re.split(r"[/?#]", address.partition("//")[2], maxsplit=1)[0]


def is_identifier(given: object) -> bool:
    return isinstance(given, str) and _IDENTIFIER.fullmatch(given) is not None


def file_path(given: object, files: Collection[str]) -> str:
    """A file of the package, under its own name however it is written; a small picture written out; or an address on
    the web (videos are often elsewhere)."""
    if not isinstance(given, str) or not given:
        raise Unfit(Reason.WRONG_TYPE, "path")
    path = unicodedata.normalize("NFC", given.removesuffix("#tmp"))
    for written in (path, html.unescape(path), unquote(path)):
        if written in files:
            return written
    if _PICTURE.fullmatch(path):
        return path
    if is_elsewhere(path) and len(path) <= 4096:
        return _UNSAFE_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", path)
    raise Unfit(Reason.FILE_NOT_THERE, path[:200])
