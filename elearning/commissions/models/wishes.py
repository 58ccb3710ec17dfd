"""What a municipality and the course designer want to be different, each bound to a place in the course."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models.commissions import Commission
from elearning.commissions.models.scoping import OfCommissionQuerySet


class Wish(models.Model):
    """One wish. ``node_id`` is the same in the shared course and in the municipality's own; null is the whole course.

    ``met_change`` is the key of the change that met it (:mod:`elearning.commissions.wishes.matching`), "" where
    somebody ticked it off; ``known`` are the marks of the changes that are no answer to it.
    """

    class Action(models.TextChoices):
        ADAPT = "adapt", _("adapt it")
        HIDE = "hide", _("hide it")
        ADD = "add", _("add something")
        MOVE = "move", _("move it")
        LOCK = "lock", _("lock it")
        UNLOCK = "unlock", _("unlock it")
        DEADLINE = "deadline", _("own deadline")
        PASS_MARK = "pass_mark", _("own pass mark")
        REMINDERS = "reminders", _("own reminders")
        ATTEMPTS = "attempts", _("own rule for a new attempt")
        ORDER = "order", _("own rule for the order of the lessons")
        MATURITY = "maturity", _("own showing of the maturity check")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        AGREED = "agreed", _("agreed")
        MET = "met", _("met")
        DECLINED = "declined", _("declined")
        DROPPED = "dropped", _("dropped")

    commission = models.ForeignKey(
        Commission, on_delete=models.CASCADE, related_name="wishes", verbose_name=_("commission")
    )
    node_id = models.UUIDField(_("place in the course"), null=True, blank=True)
    #: What the place was called when the wish was made.
    node_title = models.CharField(_("place in words"), max_length=250, blank=True)
    action = models.CharField(_("what is to happen"), max_length=20, choices=Action)
    text = models.TextField(_("wish"), max_length=5000)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    #: Kept when the wish is taken up again, so that it can be read what was said.
    decline_reason = models.TextField(_("why it was declined"), max_length=2000, blank=True)
    #: The field of the order whose words it began with, "" for one that was added.
    source = models.CharField(max_length=20, blank=True, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    #: Whether the course designer's side made it; the municipality agrees to those.
    from_desk = models.BooleanField(_("proposed by the course designer"), default=False)
    known = models.JSONField(default=list, blank=True)

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    met_how = models.CharField(_("how it was met"), max_length=500, blank=True)
    met_change = models.CharField(max_length=150, blank=True)

    wagtail_reference_index_ignore = True
    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering: ClassVar = ["commission", "position", "pk"]
        indexes: ClassVar = [models.Index(fields=["commission", "node_id"], name="wish_by_node")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commission", "source"], condition=~models.Q(source=""), name="one_first_wish_a_field"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "agreed", "met", "declined", "dropped"]), name="wish_state_exists"
            ),
            models.CheckConstraint(
                condition=(models.Q(state="met") & models.Q(met_at__isnull=False) & ~models.Q(met_how=""))
                | (~models.Q(state="met") & models.Q(met_at=None, met_how="", met_change="")),
                name="wish_is_met_by_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(decline_reason=""),
                name="wish_is_declined_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79].rstrip() + "…"

    @property
    def is_waiting(self) -> bool:
        """Nothing has become of it yet."""
        return self.state in (self.State.OPEN, self.State.AGREED)


class WishEvent(models.Model):
    """What happened to a wish, once and for all: both sides read it on the order's timeline. ``by`` is null for what
    followed from a change whose maker nobody knows.
    """

    class Kind(models.TextChoices):
        ADDED = "added", _("Wish")
        CHANGED = "changed", _("Wish changed")
        AGREED = "agreed", _("Wish agreed")
        DECLINED = "declined", _("Wish declined")
        DROPPED = "dropped", _("Wish dropped")
        MET = "met", _("Wish met")
        REOPENED = "reopened", _("Wish taken up again")

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="wish_events")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(_("note"), max_length=2000, blank=True)

    wagtail_reference_index_ignore = True

    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a wish")
        verbose_name_plural = _("events of wishes")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.wish_id}: {self.kind}"
