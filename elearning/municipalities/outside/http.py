"""Asking a server outside: short waits, small answers, no redirects, and no way into our own network.

The address is checked on the connection that is used, so that a name which resolves otherwise the next time
gains nothing. Waits are bounded as a whole too: a server that says a byte now and then holds nobody up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import SHUT_RDWR, socket
from threading import Lock, Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

_CHUNK = 65_536
#: Addresses of IPv4 within those of IPv6, for a gateway between the two (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


class Why(StrEnum):
    """Why there is no answer."""

    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    TOO_LONG = "too_long"


class NoAnswer(Exception):
    """``detail`` is for the log."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, between two bytes and for everything; bytes of the answer."""

    connect: float = 3.0
    read: float = 5.0
    everything: float = 10.0
    largest: int = 1_000_000


@dataclass(frozen=True)
class Answer:
    """Whatever the status. ``headers`` are looked up without regard to case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def is_allowed_address(url: str) -> bool:
    """An absolute https address without a user name in it (http to this machine where the settings say so)."""
    try:
        parts = urlsplit(url)
        if not parts.hostname or parts.username is not None or parts.password is not None or parts.port == 0:
            return False
    except ValueError:
        return False
    if parts.scheme == "https":
        return True
    on_this_machine = parts.hostname in {"localhost", "127.0.0.1"}
    return parts.scheme == "http" and on_this_machine and bool(settings.HYLDEFRI_PROVIDERS_ON_THIS_MACHINE)


def is_allowed_peer(address: str) -> bool:
    """Whether the machine at the other end may be asked."""
    ip = _innermost(ip_address(address.partition("%")[0]))
    if ip.is_loopback:
        return bool(settings.HYLDEFRI_PROVIDERS_ON_THIS_MACHINE)
    if ip.is_multicast or ip.is_link_local or ip.is_unspecified or ip.is_reserved:
        return False
    return ip.is_global or bool(settings.HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK)


def _innermost(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address of IPv4 that one of IPv6 leads to, if it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    fields: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Answer:
    """One request and its answer, a redirect's too. ``fields`` is a form to send. Raises :class:`NoAnswer`."""
    if not is_allowed_address(url):
        raise NoAnswer(Why.NOT_ALLOWED, "an address that is not https")
    limits = limits or Limits()
    sent: dict[str, Any] = {"headers": dict(headers or {})}
    if fields is not None:
        sent |= {"fields": dict(fields), "encode_multipart": False}
    elif body is not None:
        sent["body"] = body
    watch = _Watch()
    try:
        with watch.for_seconds(limits.everything), _manager(limits, watch) as manager:
            response: Any = manager.request(method, url, redirect=False, preload_content=False, **sent)
            try:
                read = _read(response, limits.largest)
            finally:
                response.close()
    except (HTTPError, OSError, ValueError) as error:
        why = Why.TOO_SLOW if watch.barked else Why.UNREACHABLE
        raise NoAnswer(why, "a far too slow answer" if watch.barked else type(error).__name__) from error
    if watch.barked:
        # What was cut off may look like the end.
        raise NoAnswer(Why.TOO_SLOW, "a far too slow answer")
    return Answer(response.status, response.headers, read)


def _read(response: HTTPResponse, largest: int) -> bytes:
    body = b""
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > largest:
            raise NoAnswer(Why.TOO_LONG, "a far too long answer")
    return body


@dataclass
class _Watch:
    """Hangs up when the time is over, whatever the connection is doing."""

    barked: bool = False
    _lines: list[socket] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def for_seconds(self, seconds: float) -> Iterator[None]:
        timer = Timer(seconds, self._bark)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                for line in self._lines:
                    line.close()
                self._lines.clear()

    def over(self, connection: socket) -> None:
        """Of a copy: TLS takes the socket itself over."""
        with self._lock:
            self._lines.append(connection.dup())
            late = self.barked
        if late:
            self._bark()

    def _bark(self) -> None:
        with self._lock:
            self.barked = True
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(SHUT_RDWR)


class _Checked:
    """Lets go of a connection to an address that may not be asked, before a greeting is sent on it."""

    watch: _Watch

    def _new_conn(self) -> socket:
        connection: socket = super()._new_conn()  # type: ignore[misc]
        if not is_allowed_peer(connection.getpeername()[0]):
            connection.close()
            raise NewConnectionError(self, "an address that may not be asked")  # type: ignore[arg-type]
        self.watch.over(connection)
        return connection


def _manager(limits: Limits, watch: _Watch) -> PoolManager:
    """Of its own for each request: its connections are watched by this request's watch."""
    http = type("_HTTP", (_Checked, HTTPConnection), {"watch": watch})
    https = type("_HTTPS", (_Checked, HTTPSConnection), {"watch": watch})
    manager = PoolManager(timeout=Timeout(connect=limits.connect, read=limits.read), retries=False)
    manager.pool_classes_by_scheme = {
        "http": type("_HTTPPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
        "https": type("_HTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
    }
    return manager
