"""What the site has mailed, read from where the embedded run keeps it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from tests.embedded_site import EmbeddedSite
from tests.waiting import wait_for

CODE = re.compile(r"\b\d{6}\b")


def mail_to(site: EmbeddedSite, address: str) -> list[str]:
    """The texts sent to the address, oldest first."""
    paths = sorted((site.var / "mail").glob("*.eml"))
    messages = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [
        text.get_content()
        for message in messages
        if message["To"] == address and (text := message.get_body(("plain",)))
    ]


def next_code(site: EmbeddedSite, address: str, *, after: int) -> str:
    """The code in the newest mail after the first ``after`` ones; other mails may come in between."""

    def newest() -> str:
        codes = [found.group() for text in mail_to(site, address)[after:] if (found := CODE.search(text))]
        return codes[-1] if codes else ""

    return wait_for(newest, within=20, what=f"The mail with a code to {address}")
