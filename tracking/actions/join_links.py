"""Links that enrol whoever follows them: made, followed and revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import CoursePage
from elearning.municipalities.actions.add_learner import AddLearner
from elearning.municipalities.models import Membership, Municipality
from tracking.actions.enrol import Enrol
from tracking.enrolling.rules import EnrolmentRefused, OtherMunicipality, may_enrol_others, offer
from tracking.models import Enrolment, JoinLink


class LinkNotValid(EnrolmentRefused):
    """The link has been revoked or has run out, or its course is not offered any more."""


class CreateJoinLink:
    """Raises ``PermissionDenied`` and :class:`EnrolmentRefused`."""

    def __init__(
        self, course: CoursePage, municipality: Municipality, *, user: Any, expires_at: datetime | None = None
    ) -> None:
        self.course = course
        self.municipality = municipality
        self.user = user
        self.expires_at = expires_at

    @transaction.atomic
    def execute(self) -> JoinLink:
        if not may_enrol_others(self.user):
            raise PermissionDenied
        offer(self.course, self.municipality)
        link = JoinLink.objects.for_municipality(self.municipality).create(
            course=self.course, municipality=self.municipality, expires_at=self.expires_at, created_by=self.user
        )
        log(instance=link, action="tracking.join_link.create", user=self.user)
        return link


class RevokeJoinLink:
    """The link leads nowhere from now on; those it has enrolled stay. Raises ``PermissionDenied``."""

    def __init__(self, link: JoinLink, *, user: Any, now: datetime | None = None) -> None:
        self.link = link
        self.user = user
        self.now = now or timezone.now()

    @transaction.atomic
    def execute(self) -> JoinLink:
        if not may_enrol_others(self.user):
            raise PermissionDenied
        if self.link.revoked_at is None:
            self.link.revoked_at = self.now
            self.link.save(update_fields=["revoked_at"])
            log(instance=self.link, action="tracking.join_link.revoke", user=self.user)
        return self.link


class FollowJoinLink:
    """Enrol the person, as a learner of the link's municipality. Raises :class:`EnrolmentRefused`.

    A municipality's own version takes its own people, and those who have no municipality yet: nobody of another.
    """

    def __init__(self, link: JoinLink, user: Any, *, now: datetime | None = None) -> None:
        self.link = link
        self.user = user
        self.now = now or timezone.now()

    @transaction.atomic
    def execute(self) -> Enrolment:
        if not is_valid(self.link, self.now):
            raise LinkNotValid
        if not is_open_to(self.link, self.user):
            raise OtherMunicipality
        AddLearner(self.user, self.link.municipality).execute()
        return Enrol(self.user, self.link.course, self.link.municipality, Enrolment.Source.JOIN_LINK).execute()


def is_open_to(link: JoinLink, user: Any) -> bool:
    """Whether the link may let the person in, when it is valid."""
    if offer(link.course, link.municipality).variant is None:
        return True
    own = set(Membership.objects.for_user(user).values_list("municipality", flat=True))
    return not own or link.municipality_id in own


def is_valid(link: JoinLink, now: datetime) -> bool:
    if link.revoked_at or (link.expires_at and link.expires_at <= now):
        return False
    try:
        offer(link.course, link.municipality)
    except EnrolmentRefused:
        return False
    return True
