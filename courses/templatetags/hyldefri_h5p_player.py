"""What the frame of an H5P content is given."""

from __future__ import annotations

from django import template

from courses.h5p.player.policy import SANDBOX

register = template.Library()


@register.simple_tag
def h5p_sandbox() -> str:
    """The same word for the frame's attribute as for the policy its page is served with."""
    return SANDBOX
