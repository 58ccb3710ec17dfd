"""What there is to read in a node, and how hard it is to read."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from courses.trees.nodes import Node, visible

TEXTS: dict[str, tuple[str, ...]] = {
    "lesson": ("goal",),
    "dialogue": ("note",),
    "paragraph": ("text",),
    "image": ("caption",),
    "video": ("title",),
    "example": ("title", "text"),
    "key_message": ("text",),
    "exercise": ("prompt", "help"),
    "reflection": ("prompt",),
    "final_test": ("introduction",),
    "dilemma": ("title", "situation", "know", "practise", "mindset"),
    "dilemma_option": ("text", "price"),
    "three_piles": ("prompt", "help"),
    "plan_suggestion": ("situation", "action"),
    "if_then_plan": ("prompt", "help"),
    "follow_up": ("prompt", "help"),
    "benefit_card": ("prompt", "help"),
    "maturity_check": ("introduction",),
    "dialogue_guide": ("introduction",),
    "guide_step": ("text",),
    "download": ("title",),
    "single_choice": ("prompt",),
    "multiple_choice": ("prompt",),
    "true_false": ("prompt",),
    "matching": ("prompt",),
    "ordering": ("prompt",),
    "short_text": ("prompt",),
    "number": ("prompt",),
    "option": ("text",),
    "pair": ("left", "right"),
    "ordering_item": ("text",),
}
"""The fields a learner reads before she does anything: no feedback, transcript or alternative text."""

_RICH = {("paragraph", "text"), ("example", "text")}
_BLOCK_TAG = re.compile(r"p|h[1-6]|ul|ol|li|br|hr|blockquote|div|table|t[rdh]")

_CITATION = re.compile(r"\[[^\W\d_]+\d+\]")
_CLOSING = "»«\"'”’)]*"
_NEVER_LAST = re.compile(r"(f\.eks|fx|bl\.a|dvs|ca|kl|nr|jf|inkl|ekskl|pga|evt|hhv|ift|mht|s)\.")
_SOMETIMES_LAST = re.compile(r"(pct|kr|mio|mia|mv|m\.v|m\.m|m\.fl|mfl|o\.l|osv|etc|min|jan|feb|aug|\d{1,2})\.")


def plain_text(node: Node, audiences: frozenset[str] | None = None) -> str:
    """The visible text of a node and all it holds, HTML stripped, one field or paragraph a line."""
    return "\n".join(text for _, text in texts(node, audiences))


def texts(node: Node, audiences: frozenset[str] | None = None) -> Iterator[tuple[str, str]]:
    """(type, plain text) for every visible field that a learner reads."""
    for place in visible(node, audiences):
        type_, fields = place.node["type"], place.node["fields"]
        for name in TEXTS.get(type_, ()):
            text = str(fields.get(name) or "")
            text = _strip_html(text) if (type_, name) in _RICH else text.strip()
            if text:
                yield type_, text


def count_words(text: str) -> int:
    return len(_words(text))


def lix(text: str) -> float | None:
    """Words a sentence + the percentage of words over six letters (Björnsson 1968); None without words.

    A line's end ends a sentence, so do . ! ? and : before a space, unless the stop belongs to an abbreviation
    or to the day in a date.
    """
    words = _words(text)
    if not words:
        return None
    long_words = sum(sum(map(str.isalpha, word)) > 6 for word in words)
    return len(words) / count_sentences(text) + 100 * long_words / len(words)


def count_sentences(text: str) -> int:
    return sum(_sentences_in_line(line) for line in _without_citations(text).splitlines())


def _sentences_in_line(line: str) -> int:
    tokens = line.split()
    count = 0
    open_words = 0
    for token, following in zip(tokens, [*tokens[1:], ""], strict=False):
        open_words += _is_word(token)
        if open_words and (not following or _ends_sentence(token, following)):
            count += 1
            open_words = 0
    return count + bool(open_words)


def _ends_sentence(token: str, following: str) -> bool:
    """Whether the sentence ends between two tokens of a line."""
    bare = token.rstrip(_CLOSING)
    if not bare.endswith("."):
        return bare.endswith(("!", "?", ":", "…"))
    start = following.lstrip("»«\"'“‘(–-")
    word = bare.lstrip("»«\"'“‘(")
    abbreviation = "" if word.removesuffix(".").isupper() else word.casefold()
    if _NEVER_LAST.fullmatch(abbreviation):
        return False
    if _SOMETIMES_LAST.fullmatch(abbreviation):
        return start[:1].isupper()
    return True


def _words(text: str) -> list[str]:
    return [token for token in _without_citations(text).split() if _is_word(token)]


def _without_citations(text: str) -> str:
    return _CITATION.sub("", text)


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _strip_html(html: str) -> str:
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def _break(self, tag: str) -> None:
        if _BLOCK_TAG.fullmatch(tag):
            self.parts.append("\n")
