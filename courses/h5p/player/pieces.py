"""A part of a stored file, no more of it read than that, wherever it is stored."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import IO, Any, Protocol, runtime_checkable

CHUNK = 64 * 1024


class RemoteObject(Protocol):
    """boto3's ``Object``, as far as it is used here."""

    def get(self, **asked: str) -> Mapping[str, Any]: ...


@runtime_checkable
class RemoteFile(Protocol):
    """What an S3-like storage opens: reading it would fetch the whole file first."""

    obj: RemoteObject


def pieces(stream: IO[bytes], span: range) -> Iterator[bytes]:
    """The bytes of ``span``, in pieces of at most ``CHUNK``; the stream is closed behind them."""
    with stream:
        if not span:
            return
        if isinstance(stream, RemoteFile):
            yield from _fetched(stream.obj, span)
            return
        _go_to(stream, span.start)
        yield from _read(stream, len(span))


def _fetched(remote: RemoteObject, span: range) -> Iterator[bytes]:
    body = remote.get(Range=f"bytes={span.start}-{span.stop - 1}")["Body"]
    try:
        yield from _read(body, len(span))
    finally:
        body.close()


def _go_to(stream: IO[bytes], start: int) -> None:
    """A stream that cannot seek is read up to there, and nothing of that is kept."""
    if start and stream.seekable():
        stream.seek(start, os.SEEK_SET)
    else:
        for _passed in _read(stream, start):
            pass


def _read(stream: Any, length: int) -> Iterator[bytes]:
    left = length
    while left and (piece := stream.read(min(CHUNK, left))):
        left -= len(piece)
        yield piece
