"""What the frame of an H5P content is given."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch

from courses.h5p.player.policy import SANDBOX
from courses.h5p.player.preview import preview_url
from courses.models import H5PVersion

register = template.Library()


@register.simple_tag
def h5p_sandbox() -> str:
    """The same word for the frame's attribute as for the policy its page is served with."""
    return SANDBOX


@register.simple_tag(takes_context=True)
def h5p_preview_url(context: Any, version: H5PVersion) -> str:
    """Where the frame leads on a page for whoever may see the activity: nothing is kept of what she answers.

    Empty in a site that has no player.
    """
    try:
        return preview_url(context["request"], version)
    except NoReverseMatch:
        return ""
