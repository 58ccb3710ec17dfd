"""Asking servers outside: what is never asked, and for how long one is waited for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest
from django.test import override_settings

from elearning.municipalities.outside import http
from elearning.municipalities.outside.http import Limits, NoAnswer, Why


@pytest.mark.parametrize(
    "peer",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.8",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.8",
        "64:ff9b::127.0.0.1",
        "2002:a00:8::1",
    ],
)
@override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False)
def test_our_own_network_is_not_asked(peer: str) -> None:
    assert not http.is_allowed_peer(peer)


@pytest.mark.parametrize("peer", ["20.190.128.1", "2603:1006:2000::1", "::ffff:20.190.128.1", "64:ff9b::20.190.128.1"])
def test_the_world_is(peer: str) -> None:
    assert http.is_allowed_peer(peer)


@override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False, HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK=True)
def test_a_private_network_may_be_opened_but_never_this_machine_or_the_clouds_own_address() -> None:
    assert http.is_allowed_peer("10.0.0.8")
    assert not http.is_allowed_peer("127.0.0.1")
    assert not http.is_allowed_peer("169.254.169.254")


@override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False)
def test_nothing_is_said_on_a_connection_that_leads_into_our_own_network() -> None:
    """The name is harmless; where it leads is not."""
    with socket.create_server(("127.0.0.1", 0)) as inner:
        inner.settimeout(5)
        port = inner.getsockname()[1]
        with pytest.raises(NoAnswer) as refused:
            http.ask("GET", f"https://localhost:{port}/")
        assert refused.value.why is Why.UNREACHABLE
        connection, _address = inner.accept()
        assert connection.recv(1) == b""


@pytest.mark.parametrize(
    "url", ["http://login.example.dk", "ftp://a.dk", "//a.dk", "https://", "https://a:b@c.dk", "https://a.dk:99999"]
)
def test_only_https_is_asked(url: str) -> None:
    with pytest.raises(NoAnswer) as refused:
        http.ask("GET", url)
    assert refused.value.why is Why.NOT_ALLOWED


@override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False)
def test_http_to_this_machine_is_for_tests() -> None:
    assert not http.is_allowed_address("http://localhost/")


def test_the_setting_for_tests_is_off_elsewhere() -> None:
    from elearning.settings import base

    assert not base.HYLDEFRI_PROVIDERS_ON_THIS_MACHINE
    assert not base.HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK


@contextmanager
def server(*said: bytes, pause: float = 0.0) -> Iterator[str]:
    """One that says these pieces to whoever connects, whatever was asked, then waits for the other to hang up."""
    over = threading.Event()

    def serve(listener: socket.socket) -> None:
        connection, _address = listener.accept()
        with connection:
            connection.recv(65_536)
            for piece in said:
                if over.wait(pause):
                    return
                try:
                    connection.sendall(piece)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            over.set()
            thread.join(10)


def test_an_answer_is_given_whatever_its_status() -> None:
    with server(b"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno") as address:
        answer = http.ask("POST", address, body=b"{}")
    assert (answer.status, answer.headers["retry-after"], answer.body) == (429, "7", b"no")


def test_a_redirect_is_not_followed() -> None:
    with server(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n") as address:
        assert http.ask("GET", address).status == 302


@pytest.mark.parametrize(
    "said",
    [
        [b"HTTP/1.1 200 OK\r\n", *[b"X-More: a\r\n"] * 50],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n", *[b"a"] * 50],
        [b"HTTP/1.1 200 OK\r\n\r\n", *[b"a"] * 50],
    ],
    ids=["headers", "body", "endless body"],
)
def test_one_who_says_a_byte_now_and_then_is_hung_up_on(said: list[bytes]) -> None:
    begun = monotonic()
    with server(*said, pause=0.5) as address, pytest.raises(NoAnswer) as refused:
        http.ask("GET", address, limits=Limits(read=20, everything=1))
    assert refused.value.why is Why.TOO_SLOW
    assert monotonic() - begun < 20


def test_one_who_says_nothing_is_not_waited_for() -> None:
    with server(b"late", pause=60) as address, pytest.raises(NoAnswer) as refused:
        http.ask("GET", address, limits=Limits(read=0.2))
    assert refused.value.why is Why.UNREACHABLE


def test_one_who_goes_on_and_on_is_not_listened_to() -> None:
    with server(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 200_000) as address, pytest.raises(NoAnswer) as refused:
        http.ask("GET", address, limits=Limits(largest=100_000))
    assert refused.value.why is Why.TOO_LONG


@pytest.mark.parametrize("said", [b"", b"what?\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 100])
def test_garbage_is_no_answer(said: bytes) -> None:
    with server(said) as address, pytest.raises(NoAnswer) as refused:
        http.ask("GET", address)
    assert refused.value.why is Why.UNREACHABLE
