"""Pages of tracking's in Wagtail's admin that are no class of Wagtail's: with its header, title and way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    icon: str,
    under: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """``under`` are the pages above this one, each as its URL's name and what it is called."""
    trail = [("wagtailadmin_home", _("Home")), *under]
    breadcrumbs = [{"url": reverse(name), "label": label} for name, label in trail]
    header = {
        "breadcrumbs_items": [*breadcrumbs, {"url": "", "label": title}],
        "header_title": title,
        "page_title": title,
        "header_icon": icon,
    }
    return render(request, template, {**context, **header}, status=status)
