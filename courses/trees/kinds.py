"""The kinds of value a node's field can hold, each with the rule a value of that kind follows.

A kind answers with a problem in English, or with an empty string where the value is good.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from uuid import UUID

KEYED_ELEMENTS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "hr"})
"""Rich text elements that stand for one paragraph; the merge finds them again by ``data-block-key``."""


@dataclass(frozen=True)
class Kind:
    """A named rule for a field's value; compare kinds by identity (``spec.fields["text"] is RICH``)."""

    name: str
    problem: Callable[[object], str]


def is_node_id(value: object) -> bool:
    """True for a UUID in its canonical form: lower case, with hyphens."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def block_keys(html: str) -> list[str | None]:
    """The ``data-block-key`` of every paragraph-level element, in order; ``None`` where one has none."""
    return _RichText.of(html).keys


def node_links(html: str) -> list[str]:
    """The node ids that links inside the course (``linktype="node"``) point at, in order."""
    return _RichText.of(html).node_links


class _RichText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.keys: list[str | None] = []
        self.node_links: list[str] = []
        self.loose_text = False
        self._open: list[str] = []

    @classmethod
    def of(cls, html: str) -> "_RichText":
        parsed = cls()
        parsed.feed(html)
        parsed.close()
        return parsed

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in KEYED_ELEMENTS:
            self.keys.append(values.get("data-block-key"))
            self._open.extend([tag] if tag != "hr" else [])
        if tag == "a" and values.get("linktype") == "node":
            self.node_links.append(values.get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._open:
            self.loose_text = True


def _text_problem(value: object) -> str:
    return "" if isinstance(value, str) else "must be a string"


def _line_problem(value: object) -> str:
    if not isinstance(value, str):
        return "must be a string"
    return "" if value.strip() else "must not be empty"


def _rich_problem(value: object) -> str:
    if not isinstance(value, str):
        return "must be a string of HTML"
    parsed = _RichText.of(value)
    if parsed.loose_text:
        return "has text outside a paragraph"
    if not all(parsed.keys):
        return "has a paragraph without data-block-key"
    if len(set(parsed.keys)) < len(parsed.keys):
        return "has the same data-block-key twice"
    if not all(map(is_node_id, parsed.node_links)):
        return "has a link to a node without a node's id"
    return ""


def _boolean_problem(value: object) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _number_problem(value: object) -> str:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if good else "must be a number"


def _node_id_problem(value: object) -> str:
    return "" if is_node_id(value) else "must be the id of a node"


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _strings_problem(value: object) -> str:
    good = isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
    return "" if good else "must be a list of strings"


def _days_problem(value: object) -> str:
    if not isinstance(value, list) or not value:
        return "must be a list of days"
    if not all(_is_integer(item) and item > 0 for item in value):
        return "must hold whole days above zero"
    return "" if value == sorted(set(value)) else "must rise from day to day"


def integer(minimum: int, maximum: int | None = None) -> Kind:
    """A whole number from ``minimum`` to ``maximum``, both included."""
    wanted = f"from {minimum} to {maximum}" if maximum is not None else f"of at least {minimum}"

    def problem(value: object) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"must be a whole number {wanted}"
        within = minimum <= value and (maximum is None or value <= maximum)
        return "" if within else f"must be a whole number {wanted}"

    return Kind("integer", problem)


def choice(*values: str) -> Kind:
    """One of a few fixed strings."""

    def problem(value: object) -> str:
        return "" if value in values else f"must be one of {', '.join(values)}"

    return Kind("choice", problem)


def media(kind: str) -> Kind:
    """A reference to an image, a document or an H5P activity, or none: by ``id``, to which a release adds the file's
    ``hash``, and in the demo files by ``file``.
    """

    def problem(value: object) -> str:
        if value is None:
            return ""
        if not isinstance(value, dict) or value.get("media") != kind:
            return f"must refer to media of kind {kind}"
        if value.keys() - {"hash"} == {"media", "id"} and _is_integer(value["id"]):
            return "" if isinstance(value.get("hash", ""), str) else "must have text for a hash"
        if value.keys() == {"media", "file"} and isinstance(value["file"], str) and value["file"]:
            return ""
        return "must name its media by id or by file"

    return Kind(kind, problem)


TEXT = Kind("text", _text_problem)
LINE = Kind("line", _line_problem)
"""Text that must be there."""
RICH = Kind("rich", _rich_problem)
BOOLEAN = Kind("boolean", _boolean_problem)
NUMBER = Kind("number", _number_problem)
NODE_ID = Kind("node_id", _node_id_problem)
STRINGS = Kind("strings", _strings_problem)
DAYS = Kind("days", _days_problem)
COUNT = integer(0)
IMAGE = media("image")
DOCUMENT = media("document")
H5P = media("h5p")
