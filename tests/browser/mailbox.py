"""What the site has mailed, read from where the embedded run keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy

from tests.embedded_site import EmbeddedSite
from tests.waiting import wait_for

CODE = re.compile(r"\b\d{6}\b")


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str


def letters(site: EmbeddedSite) -> list[Letter]:
    """All that the site has mailed, oldest first."""
    paths = sorted((site.var / "mail").glob("*.eml"))
    messages = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [
        Letter(str(message["To"]), " ".join(str(message["Subject"]).split()), text.get_content())
        for message in messages
        if (text := message.get_body(("plain",)))
    ]


def mail_to(site: EmbeddedSite, address: str) -> list[str]:
    """The texts sent to the address, oldest first."""
    return [letter.text for letter in letters(site) if letter.to == address]


def next_code(site: EmbeddedSite, address: str, *, after: int) -> str:
    """The code in the newest mail after the first ``after`` ones; other mails may come in between."""

    def newest() -> str:
        codes = [found.group() for text in mail_to(site, address)[after:] if (found := CODE.search(text))]
        return codes[-1] if codes else ""

    return wait_for(newest, within=20, what=f"The mail with a code to {address}")
