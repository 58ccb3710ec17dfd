"""Visiting addresses, and what a visitor found there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.isolation.world import FOREIGN

_WORDS = re.compile(rf"{FOREIGN}([a-z]*)")
_WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\b(?!\s+(INTO\s+|FROM\s+)?\W?(django_session|wagtailimages_rendition)\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class Pattern:
    """An address of the site as the URLconf has it. ``key`` is how the table calls it."""

    name: str
    route: str

    @property
    def key(self) -> str:
        return self.name or self.route


def patterns(resolver: URLResolver | None = None, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Pattern]:
    """Every address of the site."""
    for found in (resolver or get_resolver()).url_patterns:
        route = prefix + str(found.pattern)
        if isinstance(found, URLPattern):
            yield Pattern(":".join([*spaces, found.name]) if found.name else "", route)
        else:
            yield from patterns(found, route, (*spaces, found.namespace) if found.namespace else spaces)


class Visitor:
    """Somebody with a browser. Nothing she posts lasts."""

    def __init__(self, name: str, user: Any = None) -> None:
        self.name = name
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)
        self._kept = {key: morsel.value for key, morsel in self.client.cookies.items()}

    def ask(self, method: str, address: str, form: dict[str, Any] | None = None) -> HttpResponseBase:
        self.client.cookies.load(self._kept)
        parts = urlsplit(address)
        host = {"headers": {"host": parts.netloc}} if parts.netloc else {}
        where = parts._replace(scheme="", netloc="").geturl()
        data = {} if form is None else {"data": form}
        answer: HttpResponseBase = getattr(self.client, method.lower())(where, **data, **host)
        return answer


@contextmanager
def undone() -> Iterator[list[str]]:
    """What happens inside is rolled back; the list tells what was written."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITES.match(sql):
            written.append(sql)
        return execute(sql, params, many, context)

    point = transaction.savepoint()
    try:
        with connection.execute_wrapper(watch):
            yield written
    finally:
        transaction.savepoint_rollback(point)


def words(answer: HttpResponseBase) -> set[str]:
    """The kinds of the foreign municipality's words in what was sent: in headers, text, and packed spreadsheets."""
    return set(_WORDS.findall(_text(answer).lower()))


def echo(address: str, form: dict[str, Any] | None = None) -> set[str]:
    """The words the visitor brought herself."""
    return set(_WORDS.findall(unquote(f"{address} {form or ''}").lower()))


def _text(answer: HttpResponseBase) -> str:
    headers = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.items())
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK\x03\x04"):
        packed = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(packed.read(name) for name in packed.namelist())
    return headers + "\n" + body.decode("utf-8", "replace")
