"""Issue a revoked certificate anew, with the name as it should have been."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.municipalities.roles import is_designer
from tracking.actions.issue_certificate import CertificateRefused
from tracking.certificates.names import cleaned_name
from tracking.models import Certificate, Enrolment


class NotRevoked(CertificateRefused):
    def __init__(self) -> None:
        super().__init__(_("Revoke the certificate first: only one at a time is valid."))


class IssuedAnewAlready(CertificateRefused):
    def __init__(self) -> None:
        super().__init__(_("The certificate has been issued anew already."))


class ReissueCertificate:
    """A new certificate for what the revoked one was for, with another name and an address of its own.

    The old one stays revoked. ``user`` must be a designer or an operator. Raises ``PermissionDenied``,
    ``InvalidName``, :class:`NotRevoked` and :class:`IssuedAnewAlready`.
    """

    def __init__(self, revoked: Certificate, *, name: str, user: Any) -> None:
        self.revoked = revoked
        self.name = name
        self.user = user

    @transaction.atomic
    def execute(self) -> Certificate:
        if not is_designer(self.user):
            raise PermissionDenied(_("You may not issue certificates."))
        name = cleaned_name(self.name)
        # Two at once wait here for each other: the second finds the first's certificate.
        every = Enrolment.objects.unscoped(reason="designers and operators see to every municipality's certificates")
        enrolment = every.select_for_update().get(pk=self.revoked.enrolment_id)
        newest = enrolment.certificate
        if newest is None or newest.pk != self.revoked.pk:
            raise IssuedAnewAlready
        if newest.revoked_at is None:
            raise NotRevoked
        certificate = Certificate.objects.create(
            enrolment=enrolment,
            name=name,
            course_title=newest.course_title,
            completed_at=newest.completed_at,
            criterion=newest.criterion,
        )
        log(
            instance=certificate,
            action="tracking.certificate.reissue",
            user=self.user,
            title=f"#{certificate.pk}",
            data={"replaces": newest.pk},
        )
        return certificate
