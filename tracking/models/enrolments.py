"""Who takes what: an enrolment is one learner on one course, pinned to a release."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, CourseRelease
from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from tracking.models.certificates import Certificate


class EnrolmentQuerySet(ScopedQuerySet["Enrolment"]):
    def for_user(self, user: AbstractBaseUser) -> EnrolmentQuerySet:
        """A person's own enrolments, whatever the municipality."""
        return self.filter(user_id=user.pk)._mark_scoped()


class Enrolment(models.Model):
    """One learner on one course. Nothing changes under her feet: the release is hers until somebody moves her."""

    class Source(models.TextChoices):
        CATALOGUE = "catalogue", _("the catalogue")
        JOIN_LINK = "join_link", _("a join link")
        ADMIN = "admin", _("the administration")
        WAVE = "wave", _("a group")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="enrolments",
        verbose_name=_("learner"),
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("municipality")
    )
    course = models.ForeignKey(
        CoursePage, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("course")
    )
    release = models.ForeignKey(
        CourseRelease, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("version")
    )
    source = models.CharField(_("came by"), max_length=20, choices=Source, default=Source.CATALOGUE)
    #: The process settings that applied when she started (DESIGN 5), e.g. {"pass_mark": 70, "order_rule": "free"}.
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    #: Where she was last: the page and the block in it, so that she picks up exactly there.
    position_node = models.CharField(max_length=36, blank=True)
    position_block = models.CharField(max_length=36, blank=True)
    position_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("enrolled"), auto_now_add=True)
    #: What she is told once after she has been moved to another version (``tracking.moving.notices``).
    notice = models.JSONField(default=dict, blank=True, editable=False)
    #: When the invitation was sent, to somebody whom others enrolled.
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "course"], name="one_enrolment_a_learner_and_course")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.course}"

    def get_absolute_url(self) -> str:
        return reverse("tracking:course", args=[self.pk])

    @property
    def certificate(self) -> Certificate | None:
        """The newest: of those before it each is revoked. Prefetch ``certificates`` where there are many enrolments."""
        return max(self.certificates.all(), key=lambda certificate: certificate.pk, default=None)


def _join_token() -> str:
    return secrets.token_urlsafe(24)


class JoinLinkQuerySet(ScopedQuerySet["JoinLink"]):
    def by_token(self, token: str) -> JoinLinkQuerySet:
        """The unguessable token is itself the scope."""
        return self.filter(token=token)._mark_scoped()


class JoinLink(models.Model):
    """A link that enrols whoever follows it, in one municipality on one course."""

    token = models.CharField(max_length=40, unique=True, default=_join_token, editable=False)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="join_links", verbose_name=_("municipality")
    )
    course = models.ForeignKey(
        CoursePage, on_delete=models.CASCADE, related_name="join_links", verbose_name=_("course")
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True
    objects = JoinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("join link")
        verbose_name_plural = _("join links")

    def __str__(self) -> str:
        return f"{self.course} ({self.municipality})"

    def get_absolute_url(self) -> str:
        return reverse("tracking:join", args=[self.token])
