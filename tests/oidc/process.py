"""The provider as a process of its own, and a person's browser that knows the way to it and back."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import requests
from django.http import HttpResponse
from django.test import Client

from elearning.embedded.children import dies_with_parent
from tests.services import ROOT

POSTED = "client_secret_post"
ONWARDS = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


class ProviderProcess:
    def __enter__(self) -> ProviderProcess:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.oidc.provider"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGKILL),
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert self.address, "The provider did not start: python -m tests.oidc.provider"
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def tell(self, *, mischief: str = "", secret_in: str = POSTED, kid: str = "first", **claims: Any) -> None:
        """Who signs in next, and what the provider does to us then."""
        told = {"claims": claims, "mischief": mischief, "secret_in": secret_in, "kid": kid}
        requests.post(f"{self.address}/tests/next", json=told, timeout=10).raise_for_status()


def leave(client: Client, code: str, *, onwards: str = "") -> HttpResponse:
    """Press the button that leads to the provider."""
    return client.post(f"/log-ind/{code}/", {"next": onwards})  # type: ignore[return-value]


def address_at_provider(page: HttpResponse) -> str:
    found = ONWARDS.search(page.content.decode())
    assert found, page.content.decode()
    return unescape(found[1])


def answer_of(address: str) -> str:
    """Sign in at the provider; the address on our side that it sends her back to."""
    response = requests.get(address, allow_redirects=False, timeout=10)
    assert response.status_code == 302, response.text
    parts = urlsplit(response.headers["Location"])
    return f"{parts.path}?{parts.query}"


def sign_in_at(client: Client, code: str, *, onwards: str = "") -> HttpResponse:
    """There and back."""
    return client.get(answer_of(address_at_provider(leave(client, code, onwards=onwards))))  # type: ignore[return-value]
