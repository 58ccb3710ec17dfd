"""``multipart/mixed`` as statements with attachments come and go (1.0.3 Communication 1.5.2; 2.0, 4.1.5; RFC 2046)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.http import parse_header_parameters

from tracking.xapi.spec.errors import Invalid

MOST_PARTS = 1000
_LARGEST_HEADER = 10_000
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True)
class Part:
    """``headers`` have lower-case names."""

    headers: Mapping[str, str]
    body: bytes


def media_type(header: str) -> tuple[str, dict[str, str]]:
    """``type/subtype`` in small letters, and the parameters."""
    try:
        return parse_header_parameters(header)
    except (ValueError, LookupError):
        raise Invalid("", "has a Content-Type that cannot be read") from None


def parse(content_type: str, body: bytes) -> list[Part]:
    """The parts in their order. Raises ``Invalid``."""
    boundary = media_type(content_type)[1].get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise Invalid("", "is multipart/mixed without a boundary in its Content-Type")
    delimiter = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    found = delimiter.finditer(body)
    first = next(found, None)
    if first is None or first[1]:
        raise Invalid("", "has no part that begins with the boundary")
    parts, start = [], first.end()
    for mark in found:
        parts.append(_part(body[start : mark.start()]))
        if mark[1]:
            return parts
        if len(parts) >= MOST_PARTS:
            raise Invalid("", f"has more than {MOST_PARTS} parts")
        start = mark.end()
    raise Invalid("", "does not end with the boundary and two hyphens")


def _part(data: bytes) -> Part:
    """After the boundary's own line end come the headers, an empty line and the body."""
    data = data.removeprefix(b"\r").removeprefix(b"\n")
    end = _END_OF_HEADERS.search(data, 0, _LARGEST_HEADER)
    if end is None:
        raise Invalid("", "has a part without an empty line after its headers")
    headers = {}
    for line in data[: end.start()].decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if not colon or not _NAME.fullmatch(name):
            raise Invalid("", "has a part with a header that cannot be read")
        headers[name.lower()] = value.strip()
    return Part(headers, data[end.end() :])


def compose(parts: Iterable[Part]) -> tuple[str, bytes]:
    """The Content-Type and the body."""
    boundary = secrets.token_hex(24)
    pieces = []
    for part in parts:
        headers = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items())
        pieces += [f"--{boundary}\r\n{headers}\r\n".encode(), part.body, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return f"multipart/mixed; boundary={boundary}", b"".join(pieces)
