"""Wagtail groups that exist wherever the site runs; made after every migration, nothing taken from them."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps

from elearning.municipalities.roles import DESIGNERS


def ensure_groups(*, using: str, apps: Apps = installed, **_kwargs: Any) -> None:
    """Designers may enter the admin. What they may do with which pages is given with the page tree."""
    try:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:
        return
    designers, _created = group_model.objects.using(using).get_or_create(name=DESIGNERS)
    access = permission_model.objects.using(using).filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    designers.permissions.add(*access)
