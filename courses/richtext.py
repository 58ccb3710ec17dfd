"""Rich text on its way to a reader: links that lead somewhere, and nothing but what our editor can make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import nh3
from django.http import HttpRequest
from django.utils.html import conditional_escape
from wagtail.models import Page

from courses.trees.links import linked_pages, rewrite_texts
from courses.trees.nodes import Node, walk

#: What RICH_TEXT_FEATURES can make, and the marks of our citations.
TAGS = {"p", "h3", "b", "strong", "i", "em", "ol", "ul", "li", "a", "br", "sup"}
ATTRIBUTES = {"a": {"href", "aria-label"}}
SCHEMES = {"http", "https", "mailto", "tel"}

_INTERNAL_LINK = re.compile(r'<a\b[^>]*\blinktype="(?P<kind>\w+)"[^>]*>')
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True)
class Links:
    """Addresses of what rich text can link to, by id as text; a link to anything else becomes plain text."""

    nodes: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=2048)
def clean(html: str) -> str:
    """The HTML without anything our editor could not have made: what is posted to it need not come from it."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def with_links(node: Node, links: Links) -> Node:
    """The node with every internal link in its texts, and in those below it, leading where ``links`` says."""
    return rewrite_texts(node, lambda text: _linked(text, links) if "linktype=" in text else text)


def page_links(node: Node, request: HttpRequest | None = None) -> dict[str, str]:
    """Addresses of the pages outside the course that a node's texts link to; one query, none where there are none."""
    ids = set(_page_ids(node))
    if not ids:
        return {}
    pages = Page.objects.filter(pk__in=ids).live()
    return {str(page.pk): url for page in pages if (url := page.get_url(request))}


def _page_ids(node: Node) -> Iterable[int]:
    for place in walk(node):
        for value in place.node["fields"].values():
            if isinstance(value, str) and "linktype=" in value:
                yield from linked_pages(value)


def _linked(html: str, links: Links) -> str:
    by_kind = {"node": links.nodes, "document": links.documents, "page": links.pages}

    def rewrite(match: re.Match[str]) -> str:
        found = _ID.search(match[0])
        href = by_kind.get(match["kind"], {}).get(found[1]) if found else None
        return f'<a href="{conditional_escape(href)}">' if href else "<a>"

    return _INTERNAL_LINK.sub(rewrite, html)
