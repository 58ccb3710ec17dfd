"""Wagtail groups: the designers', which exists wherever the site runs, and those that follow a municipality's roles."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import transaction

from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import DESIGNERS

#: Which group of the municipality somebody with the role is in. The other roles need none.
GROUP_OF = {Membership.Role.EDITOR: "editor_group", Membership.Role.APPROVER: "approver_group"}


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


@transaction.atomic
def put_in_step(municipality: Municipality, user_id: int) -> None:
    """Let the person be in the municipality's group for the role she has there now, and in no other of its groups."""
    groups = {role: group for role, field in GROUP_OF.items() if (group := getattr(municipality, field))}
    if not groups:
        return
    held = Membership.objects.for_municipality(municipality).filter(user=user_id).values_list("role", flat=True).first()
    for role, group in groups.items():
        if role == held:
            group.user_set.add(user_id)
        else:
            group.user_set.remove(user_id)


@transaction.atomic
def put_all_in_step(municipality: Municipality) -> None:
    """The same for everybody at once, whoever was in the groups before."""
    for role, field in GROUP_OF.items():
        group = getattr(municipality, field)
        if group is not None:
            holders = Membership.objects.for_municipality(municipality).filter(role=role)
            group.user_set.set(holders.values_list("user", flat=True))
