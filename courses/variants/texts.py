"""Whether a browser has changed a text or only written it down anew."""

from __future__ import annotations

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from courses.blocks.base import RICH_TEXT_FEATURES


def same_text(one: str, other: str) -> bool:
    """Line endings, spaces at the ends, and the order of a tag's attributes do not count."""
    if _plain(one) == _plain(other):
        return True
    return "<" in one and "<" in other and _rich(one) == _rich(other)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _rich(html: str) -> str:
    # Every feature: what one field does not offer another may, and the text is only compared. Made anew each time,
    # because a converter keeps its state while it reads.
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    return str(converter.to_database_format(converter.from_database_format(html)))
