"""What a role in a municipality lets somebody do in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from elearning.municipalities.models import Membership

ACCESS_ADMIN = "wagtailadmin.access_admin"
#: The roles whose work lies in the admin. What they find there is their own municipality's.
ADMIN_ROLES = (Membership.Role.EDITOR, Membership.Role.APPROVER, Membership.Role.FACILITATOR)


class MunicipalRoleBackend(BaseBackend):
    """Opens the admin to whoever holds a role that works there. Signs nobody in; asked once a request and person."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm != ACCESS_ADMIN or obj is not None or not user_obj.is_active:
            return False
        known: bool | None = getattr(user_obj, "_works_in_admin", None)
        if known is None:
            known = Membership.objects.for_user(user_obj).filter(role__in=ADMIN_ROLES).exists()
            user_obj._works_in_admin = known
        return known
