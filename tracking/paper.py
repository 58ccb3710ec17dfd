"""What is printed: a page as PDF, that opens no file but our own static ones and no connection."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

#: Static files are asked for at an address of no host at all; nothing else is fetched. It is an https one, for
#: relative addresses are joined to no scheme that Python does not know.
_BASE = "https://static.invalid"


def pdf_of(template: str, context: dict[str, Any]) -> bytes:
    from weasyprint import HTML

    html = render_to_string(template, context)
    pdf: bytes = HTML(string=html, base_url=_BASE, url_fetcher=_fetcher()).write_pdf()
    return pdf


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticOnly(URLFetcher):
        """Our own static files and data addresses: nothing else is opened."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            prefix = urljoin(_BASE, settings.STATIC_URL)
            if not url.startswith(prefix):
                raise ValueError(f"Nothing is fetched from {url}")
            kind, _encoding = mimetypes.guess_type(url)
            headers = {"Content-Type": kind or "application/octet-stream"}
            return URLFetcherResponse(url, body=_static(url.removeprefix(prefix)), headers=headers)

    return StaticOnly(allowed_protocols={"data"})


def _static(name: str) -> bytes:
    """A static file by the name in its address, collected or not."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            content: bytes = file.read()
            return content
    found = finders.find(name)
    if not found:
        raise ValueError(f"There is no static file {name}")
    with open(found, "rb") as plain:
        return plain.read()
