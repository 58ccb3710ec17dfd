"""Sending a release's sealed files: whole or in part (RFC 9110, 14), to be kept by the learner's own browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from courses.models import ReleaseMedia

#: What a browser shows by itself without running anything in it; all else is offered as a download.
INLINE = frozenset(
    {
        "image/webp",
        "image/png",
        "image/jpeg",
        "image/gif",
        "video/mp4",
        "video/webm",
        "text/vtt",
        "application/pdf",
    }
)
CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Span(NamedTuple):
    """Bytes ``first`` to ``last``, both included."""

    first: int
    last: int


class NotSatisfiable(ValueError):
    """The range asked for lies outside the file."""


def media_of(release_id: int, kind: str, source: int) -> ReleaseMedia | None:
    """The file a release has sealed of an image or document; None for other kinds and files."""
    if kind not in ("image", "document"):
        return None
    return ReleaseMedia.objects.filter(release_id=release_id, **{f"{kind}_id": source}).first()


def send(media: ReleaseMedia, request: HttpRequest) -> HttpResponseBase:
    """The response: 200, 206, 304 or 416."""
    etag = f'"{media.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _with_headers(HttpResponse(status=304), media, etag)
    try:
        span = _span(request, media.size, etag)
    except NotSatisfiable:
        refused = HttpResponse(status=416, content_type="text/plain")
        refused["Content-Range"] = f"bytes */{media.size}"
        return refused
    opened = media.file.open("rb")
    if span is None:
        response: HttpResponseBase = FileResponse(opened, content_type=media.content_type)
        response["Content-Length"] = media.size
    else:
        response = StreamingHttpResponse(_read(opened, span), status=206, content_type=media.content_type)
        response["Content-Range"] = f"bytes {span.first}-{span.last}/{media.size}"
        response["Content-Length"] = span.last - span.first + 1
    return _with_headers(response, media, etag)


def parse_range(header: str, size: int) -> Span | None:
    """What of a file of ``size`` bytes is asked for; None for all of it.

    What is no single range of bytes is passed over, as the standard allows. Raises :class:`NotSatisfiable`.
    """
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if not found or found[1] == found[2] == "":
        return None
    if found[1] == "":
        if int(found[2]) == 0 or size == 0:
            raise NotSatisfiable(header)
        return Span(max(0, size - int(found[2])), size - 1)
    first, last = int(found[1]), int(found[2] or size - 1)
    if found[2] and last < first:
        return None
    if first >= size:
        raise NotSatisfiable(header)
    return Span(first, min(last, size - 1))


def _span(request: HttpRequest, size: int, etag: str) -> Span | None:
    condition = request.headers.get("If-Range")
    if request.method != "GET" or (condition and condition != etag):
        return None
    return parse_range(request.headers.get("Range", ""), size)


def _read(opened: File[Any], span: Span) -> Iterator[bytes]:
    left = span.last - span.first + 1
    with opened:
        opened.seek(span.first)
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _with_headers(response: HttpResponseBase, media: ReleaseMedia, etag: str) -> HttpResponseBase:
    inline = media.content_type in INLINE
    response["Content-Disposition"] = content_disposition_header(not inline, _filename(media)) or "inline"
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def _filename(media: ReleaseMedia) -> str:
    """The title with the file's own ending."""
    ending = PurePath(media.file.name or "").suffix
    title = "".join(character for character in media.title if character.isprintable()).strip() or "fil"
    return title if title.lower().endswith(ending) else f"{title}{ending}"
