"""What an order sends, read as it comes."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from tests.browser.mailbox import CODE, Letter, letters
from tests.embedded_site import EmbeddedSite
from tests.waiting import wait_for

_SEND = """
from elearning.commissions.mails import outbox
from elearning.commissions.models import SentMail
waiting = SentMail.objects.unscoped(reason="a test").filter(sent_at=None)
print(*(outbox.deliver(key) for key in list(waiting.values_list("pk", flat=True))))
"""


class Post:
    """What the order sends, read as it comes: who gets which letter, and nobody twice."""

    def __init__(self, site: EmbeddedSite, domain: str) -> None:
        """``domain`` is that of the order's municipality."""
        self.site = site
        self.domain = domain
        self.number = ""
        self.before = len(letters(site))
        self.expected: Counter[tuple[str, str]] = Counter()

    def brings(self, subject: str, *to: str, saying: str) -> Letter:
        """Waits for the letter at each address and reads it; ``subject`` and ``saying`` may name the ``number``."""
        subject, saying = subject.format(number=self.number), saying.format(number=self.number)
        self.expected.update((each, subject) for each in to)
        wait_for(lambda: not self.expected - self.come(), within=60, what=f"»{subject}« to {to}")
        found = [letter for letter in self.ours() if letter.subject == subject and letter.to in to]
        for letter in found:
            assert saying in letter.text
        return found[-1]

    def is_all_read(self) -> None:
        """There was nothing else, for these people or about this order."""
        come = self.come()
        assert come == self.expected, f"Unread: {come - self.expected}"

    def come(self) -> Counter[tuple[str, str]]:
        return Counter((letter.to, letter.subject) for letter in self.ours())

    def ours(self) -> list[Letter]:
        return [letter for letter in letters(self.site)[self.before :] if self.concerns(letter)]

    def concerns(self, letter: Letter) -> bool:
        if CODE.search(letter.text) and self.number not in letter.text:
            return False  # to sign in with
        return letter.to.endswith(self.domain) or self.number in letter.subject + letter.text

    def need_not_wait(self) -> None:
        """What is gathered for some minutes before it is sent goes out now."""
        self.site.run_script(_SEND)


def address_in(letter: Letter, beginning: str) -> str:
    """The path of the first address in the letter that begins so."""
    paths = [urlsplit(found).path for found in re.findall(r"https?://\S+", letter.text)]
    return next(path for path in paths if path.startswith(beginning))
