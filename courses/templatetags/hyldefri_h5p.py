"""What an H5P package says of itself, worded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from courses.h5p.licences import authors_of, licence_of
from courses.h5p.wording import removal_message

register = template.Library()


@register.filter
def removal_reason(removed: Mapping[str, Any]) -> str:
    return removal_message(removed["reason"], removed["detail"])


@register.filter
def content_licence(metadata: Mapping[str, Any]) -> str:
    return licence_of(metadata) or _("None given")


@register.filter
def content_authors(metadata: Mapping[str, Any]) -> str:
    return ", ".join(authors_of(metadata))
