"""Reading the codes that were sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def no_counts_from_other_tests() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code_in_last_mail() -> str:
    found = re.search(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture
def sign_in(client: Client) -> Callable[[str], Client]:
    """Signs in at the front door, with the code that was sent."""

    def with_code(address: str) -> Client:
        client.post("/konto/login/", {"login": address})
        response = client.post("/konto/login/code/confirm/", {"code": code_in_last_mail()})
        assert response.status_code == 302, response.content.decode()
        return client

    return with_code
