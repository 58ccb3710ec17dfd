"""A library's fields (semantics.json), each looked at once however often content has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from courses.h5p.package import markup

MAX_NAME = 200
#: Objects in a browser have these already, and copying code trips over them.
_NEVER = {"__proto__", "constructor", "prototype"}
#: Names of fields whose text becomes an address.
_ADDRESS = re.compile(r"ur[il]$|href|link|src|source|media|website|target|path|^image$|^video$|^audio$", re.IGNORECASE)
_EDITOR_TAGS = ("strong", "em", "del", "u", "a", "ul", "ol", "h2", "h3", "hr", "code")


class Field:
    """One field; anything in it may be of a wrong type, and then counts as not there."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw

    @property
    def name(self) -> str:
        """ "" for a field that no content can have."""
        name = self.raw.get("name")
        return name if isinstance(name, str) and len(name) <= MAX_NAME and name not in _NEVER else ""

    @property
    def type(self) -> str:
        kind = self.raw.get("type")
        return kind[:80] if isinstance(kind, str) else ""

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """A group's, by name."""
        return fields(self.raw.get("fields"))

    @cached_property
    def only(self) -> Field | None:
        """The single field of a group, which the editor writes without the group around it; sub-content excepted."""
        listed = self.raw.get("fields")
        single = isinstance(listed, list) and len(listed) == 1 and isinstance(listed[0], dict)
        return Field(listed[0]) if single and listed and not self.raw.get("isSubContent") else None

    @cached_property
    def item(self) -> Field | None:
        """What a list is a list of."""
        raw = self.raw.get("field")
        return Field(raw) if isinstance(raw, dict) else None

    @cached_property
    def tags(self) -> frozenset[str] | None:
        """The HTML a text may have; ``None`` for text without markup."""
        tags = self.raw.get("tags")
        if isinstance(tags, list):
            return markup.allowed_tags(tag for tag in tags if isinstance(tag, str))
        return markup.allowed_tags(_EDITOR_TAGS) if self.raw.get("widget") == "html" else None

    @cached_property
    def libraries(self) -> frozenset[str]:
        """Machine names of the libraries it takes, of any version since the content's own is played; none: any."""
        options = self.raw.get("options")
        listed = options if isinstance(options, list) else []
        named = [option.get("name") if isinstance(option, dict) else option for option in listed]
        return frozenset(name.split(" ")[0] for name in named if isinstance(name, str))

    @cached_property
    def is_address(self) -> bool:
        return _ADDRESS.search(self.name) is not None


def fields(listed: object) -> Mapping[str, Field]:
    found = [Field(raw) for raw in listed if isinstance(raw, dict)] if isinstance(listed, list) else []
    return {field.name: field for field in found if field.name}
