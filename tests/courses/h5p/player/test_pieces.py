"""Parts of files, in storages that are not a disk: only what is asked for is read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from botocore.response import StreamingBody
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from courses.h5p.player import stored
from courses.h5p.player.pieces import CHUNK, RemoteFile, pieces
from courses.h5p.player.ranges import answer

DATA = bytes(range(256)) * 4_000
FILE = {"film.mp4": {"sha256": "film", "size": len(DATA)}}


class Counting(io.RawIOBase):
    """A file from far away: it cannot go back or forth, and counts what is fetched of it."""

    def __init__(self, raw: io.BufferedReader) -> None:
        self.raw = raw
        self.read_bytes = self.closings = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "All of it at once"
        data = self.raw.read(size)
        self.read_bytes += len(data)
        return data

    def close(self) -> None:
        self.closings += 1
        self.raw.close()


class FarAway(FileSystemStorage):
    def __init__(self, location: Path) -> None:
        super().__init__(location)
        self.opened: list[Counting] = []

    def _open(self, name: str, mode: str = "rb") -> Any:
        self.opened.append(Counting(open(self.path(name), "rb")))  # noqa: SIM115
        return File(self.opened[-1])


class Object:
    """As much of boto3's object as an S3 file has."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: list[io.BytesIO] = []

    @property
    def closed(self) -> list[bool]:
        return [body.closed for body in self.bodies]

    def get(self, **asked: str) -> dict[str, Any]:
        self.asked.append(asked["Range"])
        first, last = (int(end) for end in asked["Range"].removeprefix("bytes=").split("-"))
        part = DATA[first : last + 1]
        self.bodies.append(io.BytesIO(part))
        return {"Body": StreamingBody(self.bodies[-1], len(part))}


class S3File(File):  # type: ignore[type-arg]
    """django-storages' S3File: any use of its ``file`` downloads all of it."""

    def __init__(self, obj: Object) -> None:
        self.obj = obj
        self.name = "film.mp4"

    @property
    def file(self) -> Any:
        raise AssertionError("All of it was fetched")

    def close(self) -> None:
        pass


@pytest.fixture
def far_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FarAway:
    storage = FarAway(tmp_path)
    storage.save("film", ContentFile(DATA))
    monkeypatch.setattr(stored, "default_storage", storage)
    return storage


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=1000-200999", 1000, 200_999), ("bytes=-10", len(DATA) - 10, len(DATA) - 1)],
)
def test_a_file_that_cannot_seek_is_read_as_far_as_asked(asked: str, first: int, last: int, far_away: FarAway) -> None:
    opened = stored.opener(FILE, lambda path: FILE[path]["sha256"])("film.mp4")
    assert opened
    response = answer(opened, "video/mp4", asked)

    assert b"".join(response) == DATA[first : last + 1]
    [counted] = far_away.opened
    assert counted.read_bytes == last + 1
    assert counted.closings


def test_a_file_in_s3_is_asked_for_that_part_alone() -> None:
    remote = Object()
    got = list(pieces(S3File(remote), range(1000, 201_000)))

    assert b"".join(got) == DATA[1000:201_000]
    assert remote.asked == ["bytes=1000-200999"]
    assert max(map(len, got)) <= CHUNK
    assert remote.closed == [True]


def test_nothing_of_an_empty_file_is_asked_for() -> None:
    remote = Object()

    assert (list(pieces(S3File(remote), range(0))), remote.asked) == ([], [])


def test_the_file_of_the_storage_in_use_is_known_by_its_object() -> None:
    from storages.backends.s3 import S3File as Genuine

    class Bucket:
        class Object:
            def __init__(self, name: str) -> None:
                self.name = name

            def load(self, **_more: Any) -> None:
                pass

    class Storage:
        bucket = Bucket
        location = ""
        max_memory_size = buffer_size = None

        def get_object_parameters(self, _name: str) -> dict[str, Any]:
            return {}

    assert isinstance(Genuine("film", "rb", Storage()), RemoteFile)
