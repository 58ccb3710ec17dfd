from __future__ import annotations

import io

import pytest
from django.http import HttpResponseBase
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.player.playable import Opened
from courses.h5p.player.ranges import answer

DATA = bytes(range(100))


def asked(header: str, method: str = "GET", data: bytes = DATA) -> tuple[HttpResponseBase, bytes]:
    response = answer(Opened(io.BytesIO(data), len(data)), "video/mp4", header, method=method)
    return response, b"".join(response)


def test_without_a_range_the_whole_file_is_sent() -> None:
    response, body = asked("")

    assert (response.status_code, body) == (200, DATA)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Length"] == "100"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=90-", 90, 99), ("bytes=-5", 95, 99), ("bytes=99-200", 99, 99), ("bytes=-500", 0, 99)],
)
def test_a_range_is_sent_alone(header: str, first: int, last: int) -> None:
    response, body = asked(header)

    assert (response.status_code, body) == (206, DATA[first : last + 1])
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/100"
    assert response.headers["Content-Length"] == str(last + 1 - first)


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=9-3", "bytes=-0", "bytes=100-200"])
def test_a_range_that_is_not_there_is_said_not_to_be(header: str) -> None:
    response, body = asked(header)

    assert (response.status_code, body) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */100"


@pytest.mark.parametrize("header", ["bytes=-", "bytes=a-b", "bytes=0-1,5-6", "pages=1-2", "bytes=٣-٤", "bytes"])
def test_what_is_no_single_range_gets_the_whole(header: str) -> None:
    assert asked(header)[0].status_code == 200


def test_a_head_request_gets_the_headers_only() -> None:
    response, body = asked("bytes=0-9", "HEAD")

    assert (response.status_code, body, response.headers["Content-Length"]) == (206, b"", "10")


def test_an_empty_file_has_no_range() -> None:
    assert asked("bytes=0-", data=b"")[0].status_code == 416
    assert asked("", data=b"")[1] == b""


@given(st.integers(0, 120), st.integers(0, 120))
def test_a_range_is_what_python_would_cut(first: int, last: int) -> None:
    response, body = asked(f"bytes={first}-{last}")

    expected = DATA[first : last + 1]
    assert body == expected
    assert (response.status_code == 206) == bool(expected)
