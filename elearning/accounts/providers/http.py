"""Asking a provider: short waits, small answers, no redirects, and no way into our own network.

The address is checked on the connection that is used, so that a name which resolves otherwise the next time
gains nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import socket
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

from elearning.accounts.providers.errors import UNREACHABLE, UNTRUSTED, ProviderProblem
from elearning.site.breaker import Breaker

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
ALL_SECONDS = 10.0
LARGEST_ANSWER = 1_000_000
#: After a failure, how long nobody waits for the same provider again.
PAUSE_SECONDS = 10.0

_breakers: dict[str, Breaker] = {}


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
    found = ip_address(address.partition("%")[0])
    ip: IPv4Address | IPv6Address = getattr(found, "ipv4_mapped", None) or found
    if ip.is_loopback:
        return bool(settings.HYLDEFRI_PROVIDERS_ON_THIS_MACHINE)
    if ip.is_multicast or ip.is_link_local or ip.is_unspecified or ip.is_reserved:
        return False
    return ip.is_global or bool(settings.HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK)


def get_json(url: str) -> dict[str, Any]:
    return _ask("GET", url)


def post_form(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    return _ask("POST", url, fields=dict(fields), encode_multipart=False, headers=dict(headers))


def forget_failures() -> None:
    _breakers.clear()


def _ask(method: str, url: str, *, headers: Mapping[str, str] | None = None, **kwargs: Any) -> dict[str, Any]:
    if not is_allowed_address(url):
        raise ProviderProblem(UNTRUSTED, "an address that is not https")
    breaker = _breakers.setdefault(urlsplit(url).netloc, Breaker(PAUSE_SECONDS))
    if breaker.is_open:
        raise ProviderProblem(UNREACHABLE, "failed a moment ago")
    try:
        with _manager() as manager:
            response = manager.request(
                method, url, headers={"Accept": "application/json", **(headers or {})}, preload_content=False, **kwargs
            )
            try:
                body = _read(response)  # type: ignore[arg-type]
            finally:
                response.close()
    except (HTTPError, OSError, ValueError) as error:
        breaker.failed()
        raise ProviderProblem(UNREACHABLE, type(error).__name__) from error
    if response.status >= 500:
        raise ProviderProblem(UNREACHABLE, f"answered {response.status}")
    if response.status != 200:
        raise ProviderProblem(UNTRUSTED, f"answered {response.status}")
    return _parsed(body)


def _read(response: HTTPResponse) -> bytes:
    until = monotonic() + ALL_SECONDS
    body = b""
    while chunk := response.read1(65_536):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise ProviderProblem(UNTRUSTED, "a far too long answer")
        if monotonic() > until:
            raise ProviderProblem(UNREACHABLE, "a far too slow answer")
    return body


def _parsed(body: bytes) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        answer = json.loads(body)
        if isinstance(answer, dict):
            return answer
    raise ProviderProblem(UNTRUSTED, "no JSON object")


class _Checked:
    """Lets go of a connection to an address that may not be asked, before a greeting is sent on it."""

    def _new_conn(self) -> socket:
        connection: socket = super()._new_conn()  # type: ignore[misc]
        if is_allowed_peer(connection.getpeername()[0]):
            return connection
        connection.close()
        raise NewConnectionError(self, "an address that may not be asked")  # type: ignore[arg-type]


class _CheckedHTTP(_Checked, HTTPConnection): ...


class _CheckedHTTPS(_Checked, HTTPSConnection): ...


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHTTPS


def _manager() -> PoolManager:
    manager = PoolManager(timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS), retries=False)
    manager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
    return manager
