"""Sending a file, or the part of it a media element asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from courses.h5p.player.pieces import pieces
from courses.h5p.player.playable import Opened

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def answer(opened: Opened, content_type: str, asked: str, *, method: str = "GET") -> HttpResponseBase:
    """The whole file (200), the range asked for (206), or that there is no such range (416).

    ``asked`` is the Range header. What is no single range of bytes is passed over, as the specification lets us.
    """
    match = ONE_RANGE.fullmatch(asked.strip())
    span = _span(match[1], match[2], opened.size) if match and match[0] != "bytes=-" else range(opened.size)
    if span is None:
        opened.stream.close()
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{opened.size}"
        return refused
    partial = match is not None and match[0] != "bytes=-"
    response: HttpResponseBase
    if method == "HEAD":
        opened.stream.close()
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(pieces(opened.stream, span), content_type=content_type)
    response.status_code = 206 if partial else 200
    response.headers["Content-Length"] = str(len(span))
    response.headers["Accept-Ranges"] = "bytes"
    if partial:
        response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{opened.size}"
    return response


def _span(first: str, last: str, size: int) -> range | None:
    """The bytes meant; None where the file has none of them. Without a first they are counted from the end."""
    if not first:
        wanted = min(int(last), size)
        return range(size - wanted, size) if wanted else None
    begin, end = int(first), int(last) if last else size - 1
    if begin >= size or end < begin:
        return None
    return range(begin, min(end, size - 1) + 1)
