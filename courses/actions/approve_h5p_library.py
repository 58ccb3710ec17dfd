"""Let a build of an H5P library run here, or stop it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.h5p.selectors import may_approve
from courses.models import H5PBuild


class _DecideOnH5PLibrary:
    """``H5PBuild`` with its new approval is returned; deciding the same again changes and records nothing.

    Raises ``PermissionDenied``.
    """

    approves: bool
    action: str

    def __init__(self, build: H5PBuild, *, user: Any = None) -> None:
        self.build = build
        self.user = user

    @transaction.atomic
    def execute(self, *, skip_permission_checks: bool = False) -> H5PBuild:
        if not skip_permission_checks and not (self.user and may_approve(self.user)):
            raise PermissionDenied(_("You may not approve H5P libraries."))
        build: H5PBuild = (
            H5PBuild.objects.select_for_update(of=("self",)).select_related("library").get(pk=self.build.pk)
        )
        if build.is_approved != self.approves:
            build.approved_at = timezone.now() if self.approves else None
            build.approved_by = self.user if self.approves else None
            build.save(update_fields=["approved_at", "approved_by"])
            log(instance=build, action=self.action, user=self.user, data={"digest": build.digest})
        return build


class ApproveH5PLibrary(_DecideOnH5PLibrary):
    approves = True
    action = "courses.h5p.library.approve"


class WithdrawH5PLibrary(_DecideOnH5PLibrary):
    """Activities that are played with it cannot be played until it is approved again."""

    approves = False
    action = "courses.h5p.library.withdraw"
