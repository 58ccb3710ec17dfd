"""Looks over the shoulder of every device: what a page complains of, and where it sends requests."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request


class Watch:
    """Collects what learners' pages must not do. ``tolerates`` is what a test provokes on purpose."""

    def __init__(self, context: BrowserContext, base_url: str, tolerates: str = "") -> None:
        self.complaints: list[str] = []
        self._host = urlsplit(base_url).netloc
        self._tolerates = re.compile(tolerates) if tolerates else None
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._note(f"{error.page and error.page.url}: {error.error}"))
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "/admin/" not in message.location["url"]:
            self._note(f"{message.location['url']}: {message.text}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self._host:
            self._note(f"A request to {request.url}")

    def _note(self, complaint: str) -> None:
        if not (self._tolerates and self._tolerates.search(complaint)):
            self.complaints.append(complaint)
