"""An approver's word beforehand: clean updates may be published by themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.approval.selectors import consent
from courses.models import StandingConsent, Variant
from courses.variants.access import held, may_approve
from courses.variants.errors import VariantRefused


class GiveConsent:
    """Only where the variant has been approved once. Raises ``PermissionDenied`` and ``VariantRefused``."""

    def __init__(self, variant: Variant, *, user: Any) -> None:
        self.variant = variant
        self.user = user

    def execute(self) -> StandingConsent:
        if not may_approve(self.user, self.variant.municipality):
            raise PermissionDenied(_("You may not approve this course."))
        with transaction.atomic():
            variant = held(self.variant)
            if variant.current_release_id is None:
                raise VariantRefused(_("Approve the course once before you let its updates through."))
            if consent(variant):
                raise VariantRefused(_("The consent has been given already."))
            given = StandingConsent.objects.create(variant=variant, given_by=self.user)
            log(instance=variant.course, action="courses.consent.give", user=self.user)
        return given


class WithdrawConsent:
    """From now on clean updates wait for an approval too. Raises ``PermissionDenied`` and ``VariantRefused``."""

    def __init__(self, variant: Variant, *, user: Any) -> None:
        self.variant = variant
        self.user = user

    def execute(self) -> StandingConsent:
        if not may_approve(self.user, self.variant.municipality):
            raise PermissionDenied(_("You may not approve this course."))
        with transaction.atomic():
            standing = consent(held(self.variant))
            if standing is None:
                raise VariantRefused(_("There is no consent to withdraw."))
            standing.withdrawn_at, standing.withdrawn_by = timezone.now(), self.user
            standing.save(update_fields=["withdrawn_at", "withdrawn_by"])
            log(instance=self.variant.course, action="courses.consent.withdraw", user=self.user)
        return standing
