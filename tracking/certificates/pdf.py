"""A certificate on paper."""

from __future__ import annotations

import base64
import io
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


def certificate_pdf(context: dict[str, Any]) -> bytes:
    """``context`` is that of templates/tracking/certificate_pdf.html, without the code that a telephone reads."""
    from weasyprint import HTML

    html = render_to_string("tracking/certificate_pdf.html", {**context, "qr": qr_code(context["verify_url"])})
    pdf: bytes = HTML(string=html, base_url=_BASE, url_fetcher=_fetcher()).write_pdf()
    return pdf


def qr_code(text: str) -> str:
    """The text as a vector image in a data address, or nothing where the library is not installed."""
    try:
        import qrcode
        from qrcode.image.svg import SvgPathImage
    except ImportError:
        return ""
    stream = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=0).save(stream)
    return "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode()


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticOnly(URLFetcher):
        """Our own static files and data addresses: a certificate opens no other file and no connection."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            prefix = urljoin(_BASE, settings.STATIC_URL)
            if not url.startswith(prefix):
                raise ValueError(f"A certificate fetches nothing from {url}")
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
