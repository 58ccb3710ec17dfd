"""A mailbox on this machine, for trying the site out where no mail leaves it.

``EMAIL_BACKEND = "elearning.accounts.mailbox.MailboxBackend"`` writes each message as a file in
``HYLDEFRI_LOCAL_MAILBOX_DIR``; ``/postkasse/`` shows them. Only with ``HYLDEFRI_LOCAL_MAILBOX = True``.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

MOST_MESSAGES = 200
CODE = re.compile(r"(?<![\d/=-])\d{6}(?![\d/-])")


@dataclass(frozen=True)
class StoredMessage:
    subject: str
    sender: str
    recipients: str
    text: str
    sent_at: datetime

    @property
    def code(self) -> str:
        """The six-digit code in the message, or nothing."""
        found = CODE.search(self.text)
        return found[0] if found else ""

    @property
    def rest(self) -> str:
        """The text without the line that is the code and nothing else."""
        return "\n".join(line for line in self.text.splitlines() if line.strip() != self.code).strip()


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            _write(folder, message.message().as_bytes())
        _forget_the_oldest(folder)
        return len(email_messages)


def newest() -> list[StoredMessage]:
    """The stored messages, newest first."""
    return [_read(path) for path in sorted(_folder().glob("*.eml"), reverse=True)]


def _folder() -> Path:
    return Path(settings.HYLDEFRI_LOCAL_MAILBOX_DIR)


def _write(folder: Path, content: bytes) -> None:
    """Whole or not at all: a reader never meets half a message."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f"{time.time_ns():020}-", delete=False) as file:
        file.write(content)
    Path(file.name).rename(f"{file.name}.eml")


def _forget_the_oldest(folder: Path) -> None:
    for path in sorted(folder.glob("*.eml"))[:-MOST_MESSAGES]:
        path.unlink(missing_ok=True)


def _read(path: Path) -> StoredMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    return StoredMessage(
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        text=body.get_content() if body else "",
        sent_at=datetime.fromtimestamp(int(path.name[:20]) / 1e9, tz=timezone.get_current_timezone()),
    )
