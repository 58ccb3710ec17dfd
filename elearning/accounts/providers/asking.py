"""Asking a provider, with its troubles as a person who signs in is told of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from elearning.accounts.providers.errors import UNREACHABLE, UNTRUSTED, ProviderProblem
from elearning.municipalities.outside import http
from elearning.municipalities.outside.http import NoAnswer, Why
from elearning.site.breaker import Breaker

#: After a failure, how long nobody waits for the same provider again.
PAUSE_SECONDS = 10.0

_PROBLEMS = {Why.NOT_ALLOWED: UNTRUSTED, Why.TOO_LONG: UNTRUSTED}
_breakers: dict[str, Breaker] = {}


def get_json(url: str) -> dict[str, Any]:
    return _ask("GET", url)


def post_form(url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    return _ask("POST", url, fields=fields, headers=headers)


def forget_failures() -> None:
    _breakers.clear()


def _ask(method: str, url: str, *, headers: Mapping[str, str] | None = None, **kwargs: Any) -> dict[str, Any]:
    if not http.is_allowed_address(url):
        raise ProviderProblem(UNTRUSTED, "an address that is not https")
    breaker = _breakers.setdefault(urlsplit(url).netloc, Breaker(PAUSE_SECONDS))
    if breaker.is_open:
        raise ProviderProblem(UNREACHABLE, "failed a moment ago")
    try:
        answer = http.ask(method, url, headers={"Accept": "application/json", **(headers or {})}, **kwargs)
    except NoAnswer as error:
        if error.why in (Why.UNREACHABLE, Why.TOO_SLOW):
            breaker.failed()
        raise ProviderProblem(_PROBLEMS.get(error.why, UNREACHABLE), str(error)) from error
    if answer.status >= 500:
        raise ProviderProblem(UNREACHABLE, f"answered {answer.status}")
    if answer.status != 200:
        raise ProviderProblem(UNTRUSTED, f"answered {answer.status}")
    return _parsed(answer.body)


def _parsed(body: bytes) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        answer = json.loads(body)
        if isinstance(answer, dict):
            return answer
    raise ProviderProblem(UNTRUSTED, "no JSON object")
