"""Take a certificate back, for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.municipalities.roles import is_designer
from tracking.models import Certificate


class ReasonMissing(ValueError):
    def __init__(self) -> None:
        super().__init__(_("Write why the certificate is revoked."))


class RevokeCertificate:
    """From now on its address says that it is revoked. It cannot be undone.

    ``user`` must be a designer or an operator. The reason is kept in the log only; a certificate that is revoked
    already stays as it is. Raises ``PermissionDenied`` and :class:`ReasonMissing`.
    """

    def __init__(self, certificate: Certificate, *, user: Any, reason: str, now: datetime | None = None) -> None:
        self.certificate = certificate
        self.user = user
        self.reason = reason.strip()
        self.now = now or timezone.now()

    @transaction.atomic
    def execute(self) -> Certificate:
        if not is_designer(self.user):
            raise PermissionDenied(_("You may not revoke certificates."))
        if not self.reason:
            raise ReasonMissing
        held = Certificate.objects.unscoped(reason="designers and operators revoke in every municipality")
        certificate = held.select_for_update(of=("self",)).get(pk=self.certificate.pk)
        if certificate.revoked_at is None:
            certificate.revoked_at = self.now
            certificate.save(update_fields=["revoked_at"])
            log(
                instance=certificate,
                action="tracking.certificate.revoke",
                user=self.user,
                title=f"#{certificate.pk}",
                data={"reason": self.reason},
            )
        return certificate
