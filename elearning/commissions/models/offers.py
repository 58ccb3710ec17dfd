"""What a municipality is offered: the draft the designer writes, and the versions that never change."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.commissions.models.commissions import Commission
from elearning.commissions.models.scoping import OfCommissionQuerySet


class ImmutableOffer(RuntimeError):
    """An offer that has been made, or what somebody has answered to it, was to be changed or deleted."""


class OfferDraft(models.Model):
    """The next version, while the designer writes it. ``lines``: ``[{"text", "quantity", "unit_price"}]``, in øre."""

    commission = models.OneToOneField(Commission, on_delete=models.CASCADE, related_name="offer_draft")
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)
    scope = models.TextField(_("what is included besides"), max_length=5000, blank=True)
    schedule = models.TextField(_("dates in words"), max_length=2000, blank=True)
    starts = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    lines = models.JSONField(_("lines"), default=list, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True
    objects = OfCommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of an offer")
        verbose_name_plural = _("drafts of offers")

    def __str__(self) -> str:
        return str(self.commission)


class WrittenOnceQuerySet(OfCommissionQuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise ImmutableOffer("What has been offered and answered is not rewritten.")

    def delete(self) -> NoReturn:
        raise ImmutableOffer("What has been offered and answered is not deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableOffer("What has been offered and answered is not rewritten.")


class WrittenOnce(models.Model):
    """Rows that are made and never changed. An account that goes takes its name with it, past these guards."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableOffer("What has been offered and answered is not rewritten.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableOffer("What has been offered and answered is not deleted.")


class Offer(WrittenOnce):
    """One version, as it was made. A newer one of the same commission takes its place.

    ``order``, ``content``, ``process``, ``dates`` and ``lines`` are all that its page and its PDF are made of
    (docs/offers.md says what is in them); amounts are in øre. ``tree`` is the whole course as it was seen, None for
    one from scratch, and ``tree_sha256`` the hash of that and the process as a variant's approval has it
    (:func:`courses.approval.selectors.content_sha256`). ``sha256`` is of everything.
    """

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="offers")
    number = models.PositiveSmallIntegerField(_("number"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    valid_until = models.DateField(_("valid until"))
    order = models.JSONField()
    content = models.JSONField()
    process = models.JSONField()
    dates = models.JSONField()
    lines = models.JSONField()
    total = models.BigIntegerField(_("total"))
    vat = models.BigIntegerField(_("VAT"))
    #: How many of the municipality's approvers must say yes.
    required = models.PositiveSmallIntegerField(default=1)
    tree = models.JSONField(null=True)
    tree_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering: ClassVar = ["commission", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commission", "number"], name="one_offer_a_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, total__gte=0, vat__gte=0, required__gte=1),
                name="offer_adds_up_to_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commission.number}-{self.number}"


class OfferWithdrawal(WrittenOnce):
    """The offer does not hold any more: the order has gone back to co-design, or is over."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class OfOffer(WrittenOnceQuerySet):
        municipality_path = "offer__commission__municipality"

    objects = OfOffer.as_manager()

    class Meta:
        verbose_name = _("withdrawal of an offer")
        verbose_name_plural = _("withdrawals of offers")

    def __str__(self) -> str:
        return str(self.offer)


class OrderApproval(WrittenOnce):
    """One approver's yes to exactly what she saw: an offer, or, the quick way, the course as it was offered to all.

    ``seen_sha256`` is the offer's hash, or that of the course's content and process.
    """

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="approvals")
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.CASCADE, related_name="approvals")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_sha256 = models.CharField(max_length=64)
    #: What was approved, in words: »Version 3 af kurset«.
    what = models.CharField(max_length=250)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of an order")
        verbose_name_plural = _("approvals of orders")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commission", "seen_sha256", "user"], name="one_yes_a_person_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.commission}: {self.what}"
