"""Links in rich text: pages of the course by node id in trees, by page id in Wagtail's fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from courses.trees.nodes import Node

_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_NODE_LINK = re.compile(r'<a\b[^>]*\blinktype="node"[^>]*>')
_DOCUMENT_LINK = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>')
_ID = re.compile(r'\bid="([^"]+)"')


def pages_to_nodes(html: str, node_ids: Mapping[int, str]) -> str:
    """Links to pages in ``node_ids`` (page id -> node id) become links to nodes; others stay."""

    def rewrite(match: re.Match[str]) -> str:
        page_id = _id_in(match[0])
        node_id = node_ids.get(int(page_id)) if page_id.isdigit() else None
        return f'<a linktype="node" id="{node_id}">' if node_id else match[0]

    return _PAGE_LINK.sub(rewrite, html)


def nodes_to_pages(html: str, page_ids: Mapping[str, int]) -> str:
    """The reverse: links to nodes in ``page_ids`` (node id -> page id) become links to pages."""

    def rewrite(match: re.Match[str]) -> str:
        page_id = page_ids.get(_id_in(match[0]))
        return f'<a id="{page_id}" linktype="page">' if page_id else match[0]

    return _NODE_LINK.sub(rewrite, html)


def pages_to_pages(html: str, page_ids: Mapping[int, int]) -> str:
    """Links to the pages in ``page_ids`` lead to their copies instead."""

    def rewrite(match: re.Match[str]) -> str:
        page_id = _id_in(match[0])
        copy = page_ids.get(int(page_id)) if page_id.isdigit() else None
        return _ID.sub(f'id="{copy}"', match[0]) if copy else match[0]

    return _PAGE_LINK.sub(rewrite, html)


def documents_to_documents(html: str, documents: Mapping[int, int]) -> str:
    """Links to the documents in ``documents`` lead to the others instead."""

    def rewrite(match: re.Match[str]) -> str:
        pk = _id_in(match[0])
        other = documents.get(int(pk)) if pk.isdigit() else None
        return _ID.sub(f'id="{other}"', match[0]) if other else match[0]

    return _DOCUMENT_LINK.sub(rewrite, html)


def linked_nodes(html: str) -> Iterator[str]:
    yield from map(_id_in, _NODE_LINK.findall(html))


def linked_pages(html: str) -> Iterator[int]:
    yield from (int(page_id) for page_id in map(_id_in, _PAGE_LINK.findall(html)) if page_id.isdigit())


def linked_documents(html: str) -> Iterator[int]:
    yield from (int(pk) for pk in map(_id_in, _DOCUMENT_LINK.findall(html)) if pk.isdigit())


def rewrite_texts(node: Node, rewrite: Callable[[str], str]) -> Node:
    """The node with ``rewrite`` applied to every text field in it and below it."""
    return {
        **node,
        "fields": {name: rewrite(v) if isinstance(v, str) else v for name, v in node["fields"].items()},
        "children": {
            slot: [rewrite_texts(child, rewrite) for child in nodes] for slot, nodes in node["children"].items()
        },
    }


def media_in(value: Any) -> dict[str, Any] | None:
    """The field's value where it is a reference to media, else None."""
    return value if isinstance(value, dict) and "media" in value else None


def _id_in(tag: str) -> str:
    found = _ID.search(tag)
    return found[1] if found else ""
