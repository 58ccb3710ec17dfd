"""A page that was deleted while somebody wrote on it: it cannot be saved, but her words are handed back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

#: Of a page's form, what nobody wrote: the stream's bookkeeping, choices by number, tokens.
_BOOKKEEPING = re.compile(
    r"csrfmiddlewaretoken|next|slug|.*_id|.*_created_at|action-.*|comments-.*|.*-(count|type|order|deleted|id|FORMS)"
)


class GonePageMiddleware:
    """Answers the saving of a page that is not there with 404 and everything that was written.

    Outside the middleware of :mod:`courses.isolation`: another municipality's page and none at all look the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        saving = request.method == "POST" and match is not None and match.view_name == "wagtailadmin_pages:edit"
        if response.status_code != 404 or not saving:
            return response
        context = {"written": "\n\n".join(written(request.POST)), "home": reverse("wagtailadmin_explore_root")}
        return render(request, "courses/admin/gone.html", context, status=404)


def written(data: Any) -> Iterator[str]:
    """The texts in a page's form as it was sent, in its order; rich text without its formatting."""
    for name, value in data.items():
        if _BOOKKEEPING.fullmatch(name):
            continue
        text = _plain(value).strip()
        # »on« is a ticked box, a number a choice.
        if text and text != "on" and not text.isdigit():
            yield text


def _plain(value: str) -> str:
    if not value.startswith("{"):
        return value
    try:
        blocks = json.loads(value)["blocks"]
        return "\n".join(block["text"] for block in blocks)
    except (ValueError, KeyError, TypeError, RecursionError):
        return value
