"""Issue a certificate for a completed course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.selectors import release_tree
from tracking.certificates.names import InvalidName, cleaned_name
from tracking.models import Certificate, Enrolment, Statement
from tracking.progress.projection import completion_of, fold_pending
from tracking.xapi.outline import release_pk
from tracking.xapi.statements import event_of


class CertificateRefused(Exception):
    """``str(error)`` is for the learner; nothing has been stored."""


class NotCompleted(CertificateRefused):
    def __init__(self) -> None:
        super().__init__(_("The course is not completed yet."))


class NameMissing(CertificateRefused):
    def __init__(self) -> None:
        super().__init__(_("A certificate needs a name."))


class IssueCertificate:
    """The enrolment's newest certificate, made if it never had one: the name and what applied are frozen into it.

    ``name`` is what she wants on it; without one it is the name of her account.
    Raises :class:`CertificateRefused` and ``InvalidName``.
    """

    def __init__(self, enrolment: Enrolment, *, name: str | None = None) -> None:
        self.enrolment = enrolment
        self.name = name

    def execute(self) -> Certificate:
        existing = self._existing()
        if existing:
            return existing
        fold_pending(self.enrolment)
        return self._issue(self._completion())

    @transaction.atomic
    def _issue(self, completion: Statement) -> Certificate:
        applied = event_of(completion.raw)
        release = release_pk(self.enrolment.course_id, applied.release or self.enrolment.release.number)
        title: str = release_tree(release)["fields"]["title"]
        certificate, created = Certificate.objects.for_municipality(self.enrolment.municipality_id).get_or_create(
            enrolment=self.enrolment,
            defaults={
                "name": self._wanted_name(),
                "course_title": title,
                "completed_at": completion.timestamp,
                "criterion": {
                    "release": applied.release,
                    "pass_mark": applied.pass_mark,
                    "criterion": _plain(applied.criterion),
                },
            },
        )
        if created:
            # The log outlives the person's account: it names the certificate by number, not by name.
            log(instance=certificate, action="tracking.certificate.issue", title=f"#{certificate.pk}")
        return certificate

    def _existing(self) -> Certificate | None:
        issued = Certificate.objects.for_municipality(self.enrolment.municipality_id)
        return issued.filter(enrolment=self.enrolment).order_by("-pk").first()

    def _completion(self) -> Statement:
        try:
            return completion_of(self.enrolment)
        except Statement.DoesNotExist as error:
            raise NotCompleted from error

    def _wanted_name(self) -> str:
        if self.name is not None:
            return cleaned_name(self.name)
        try:
            return cleaned_name(self.enrolment.user.get_full_name())
        except InvalidName as error:
            raise NameMissing from error


def _plain(criterion: Mapping[str, Any] | None) -> dict[str, Any]:
    return dict(criterion or {})
