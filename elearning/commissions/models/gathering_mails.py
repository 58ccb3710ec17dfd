"""Who has been told that a gathering was set, moved or called off, so that nobody is told twice."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models.waves import OfWaveQuerySet, Wave


class GatheringMailQuerySet(OfWaveQuerySet["GatheringMail"]):
    """E-mails about gatherings are reached by municipality."""


class GatheringMail(models.Model):
    """An e-mail to one person. Written before it is sent, with what it says: a gathering that is called off is gone.

    ``said`` is {"title", "starts", "ends", "place"}, the moments as ISO 8601; "before" has the same of a gathering
    that is moved, as it was.
    """

    class Kind(models.TextChoices):
        SET = "set", _("set")
        MOVED = "moved", _("moved")
        CALLED_OFF = "called_off", _("called off")

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="gathering_mails")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: The gathering's number, kept when it is gone.
    gathering = models.PositiveBigIntegerField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    said = models.JSONField()
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    wagtail_reference_index_ignore = True
    objects = GatheringMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail about a gathering")
        verbose_name_plural = _("e-mails about gatherings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gathering", "sequence", "person"], name="one_mail_a_change_of_a_gathering_and_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering}/{self.sequence}: {self.kind}"

    @property
    def who(self) -> tuple[int, Any]:
        """One person's word about one gathering."""
        return self.gathering, self.person_id
