"""The group of those who approve H5P libraries. It exists wherever the site runs; the operator puts people in it."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models import Q

#: A proper name, the same in every language: it is how the group is found again.
APPROVERS = "Godkendere af H5P-biblioteker"


def ensure_approvers(*, using: str, apps: Apps = installed, **_kwargs: Any) -> None:
    """They may enter the admin, and approve and remove libraries."""
    try:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:
        return
    group, _created = group_model.objects.using(using).get_or_create(name=APPROVERS)
    access = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    approve = Q(content_type__app_label="courses", codename="approve_h5pbuild")
    group.permissions.add(*permission_model.objects.using(using).filter(access | approve))
