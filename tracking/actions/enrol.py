"""Enrol somebody in a course."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from courses.models import CoursePage
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import membership_in
from tracking.enrolling.rules import OtherMunicipality, offer
from tracking.enrolling.selectors import enrolment_in
from tracking.models import Enrolment


class Enrol:
    """Her enrolment in the course, made on its current version if there is none.

    Where the municipality has its own version of the course, that is what she is enrolled in. An enrolment that is
    there already, in either form of the course, is left as it is, in whatever municipality it was made. ``by`` is
    who asked, if not she. Raises :class:`tracking.enrolling.rules.EnrolmentRefused`.
    """

    def __init__(
        self,
        user: Any,
        course: CoursePage,
        municipality: Municipality,
        source: str = Enrolment.Source.CATALOGUE,
        *,
        by: Any = None,
    ) -> None:
        self.user = user
        self.course = course
        self.municipality = municipality
        self.source = source
        self.by = by

    @transaction.atomic
    def execute(self) -> Enrolment:
        return enrolment_in(self.user, self.course) or self._enrol()

    def _enrol(self) -> Enrolment:
        offered = offer(self.course, self.municipality)
        if not self._belongs():
            raise OtherMunicipality
        enrolment, created = Enrolment.objects.for_user(self.user).get_or_create(
            user=self.user,
            course=offered.course,
            defaults={
                "municipality": self.municipality,
                "release_id": offered.release.pk,
                "source": self.source,
                "settings": offered.settings(),
            },
        )
        if created:
            log(
                instance=offered.course,
                action="tracking.enrol",
                user=self.by or self.user,
                data={"enrolment": str(enrolment.pk), "source": self.source, "version": offered.release.number},
            )
        return enrolment

    def _belongs(self) -> bool:
        """The tenant of those who have no municipality is open to all."""
        if self.municipality == Municipality.objects.open():
            return True
        return membership_in(self.user, self.municipality) is not None
