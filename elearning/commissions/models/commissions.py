"""A municipality's order, and every stage it has been through."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, Variant
from elearning.commissions import stages
from elearning.commissions.errors import IllegalTransition, StageIsGuarded
from elearning.commissions.models.scoping import OfCommissionQuerySet
from elearning.municipalities.models import Municipality
from elearning.municipalities.scoping import ScopedQuerySet


class CommissionQuerySet(ScopedQuerySet["Commission"]):
    def written_by(self, user: AbstractBaseUser) -> CommissionQuerySet:
        """A person's own orders and drafts, whatever the municipality."""
        return self.filter(created_by_id=user.pk)._mark_scoped()

    def submitted(self) -> CommissionQuerySet:
        """Without drafts: those are nobody's but their writer's."""
        return self.exclude(stage=stages.Stage.DRAFT)

    def in_bulk(self, id_list: Any = None, **kwargs: Any) -> dict[Any, Any]:
        """Wagtail's audit log asks for the rows its entries name, after it has asked whose entries those are."""
        rows = self if id_list is None else self.all()._mark_scoped()
        return super(CommissionQuerySet, rows).in_bulk(id_list, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if "stage" in kwargs:
            raise StageIsGuarded("A stage changes by a transition only.")
        return super().update(**kwargs)

    def bulk_create(self, objs: Iterable[Commission], *args: Any, **kwargs: Any) -> list[Commission]:
        objs = list(objs)
        if any(each.stage != stages.Stage.DRAFT for each in objs):
            raise StageIsGuarded("A commission begins as a draft.")
        return super().bulk_create(objs, *args, **kwargs)

    def _set_stage(self, stage: str, **also: Any) -> int:
        """For :meth:`Commission._move` only."""
        return super().update(stage=stage, **also)


class Commission(models.Model):
    """What a municipality has ordered. ``course`` is where it starts; none means from scratch.

    A draft whose writer has not said which municipality it is for belongs to the open tenant. ``number`` is given
    when it is sent.
    """

    class Stage(models.TextChoices):
        DRAFT = stages.Stage.DRAFT.value, _("draft")
        REQUESTED = stages.Stage.REQUESTED.value, _("requested")
        CLARIFYING = stages.Stage.CLARIFYING.value, _("needs are clarified")
        CO_DESIGN = stages.Stage.CO_DESIGN.value, _("co-design")
        OFFERED = stages.Stage.OFFERED.value, _("offered")
        APPROVED = stages.Stage.APPROVED.value, _("approved order")
        RUNNING = stages.Stage.RUNNING.value, _("running")
        EVALUATED = stages.Stage.EVALUATED.value, _("evaluated")
        CLOSED = stages.Stage.CLOSED.value, _("closed")
        DECLINED = stages.Stage.DECLINED.value, _("declined order")
        WITHDRAWN = stages.Stage.WITHDRAWN.value, _("withdrawn")

    class Format(models.TextChoices):
        ELEARNING = "elearning", _("e-learning alone")
        GATHERINGS = "gatherings", _("e-learning with gatherings at home")
        HALF_DAYS = "half_days", _("half days")

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="commissions", verbose_name=_("municipality")
    )
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=120, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.DRAFT, editable=False)
    express = models.BooleanField(_("express"), default=False)
    course = models.ForeignKey(
        CoursePage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commissions",
        verbose_name=_("starting course"),
    )
    variant = models.ForeignKey(
        Variant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="commissions",
        verbose_name=_("own version"),
    )

    audience = models.TextField(_("audience"), max_length=2000, blank=True)
    levels = models.JSONField(_("leadership levels"), default=list, blank=True)
    people = models.PositiveIntegerField(
        _("number of people"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    content_wishes = models.TextField(_("wishes for the content"), max_length=5000, blank=True)
    process_wishes = models.TextField(_("wishes for the process"), max_length=5000, blank=True)
    systems = models.TextField(_("own systems and cases"), max_length=2000, blank=True)
    starts = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=20, choices=Format, blank=True)

    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=30, blank=True)
    call_back = models.BooleanField(_("call me back"), default=False)
    #: False where the contact's address is in none of the municipality's domains: the designer looks twice.
    domain_known = models.BooleanField(_("known e-mail domain"), default=False, editable=False)

    cvr = models.CharField(_("CVR number"), max_length=8, blank=True)
    ean = models.CharField(_("EAN location number"), max_length=13, blank=True)
    person_reference = models.CharField(_("person reference"), max_length=60, blank=True)
    order_number = models.CharField(_("order number"), max_length=60, blank=True)

    data_controller = models.CharField(_("data controller"), max_length=120, blank=True)
    data_contact_name = models.CharField(_("contact for data protection"), max_length=120, blank=True)
    data_contact_email = models.EmailField(_("data protection's e-mail"), blank=True)
    #: Months a kind of data is kept, by the kinds of :data:`elearning.commissions.requirements.DATA_KINDS`.
    data_retention = models.JSONField(_("how long data are kept"), default=dict, blank=True)
    sub_processors = models.TextField(_("sub-processors"), max_length=2000, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("handled by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    #: The working day by which the stage it is at should be over.
    due_on = models.DateField(_("due"), null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True
    _stored_stage: str | None = stages.Stage.DRAFT.value
    objects = CommissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        ordering: ClassVar = ["-submitted_at", "-pk"]
        permissions: ClassVar = [("handle_commission", _("Can handle the municipalities' commissions"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(stage__in=[each.value for each in stages.Stage]), name="commission_stage_exists"
            ),
            models.CheckConstraint(
                condition=models.Q(stage=stages.Stage.DRAFT.value, submitted_at=None)
                | (~models.Q(stage=stages.Stage.DRAFT.value) & models.Q(submitted_at__isnull=False)),
                name="commission_is_sent_unless_a_draft",
            ),
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="one_commission_a_number"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.number, self.title])) or gettext("Draft without a title")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if "stage" in self.__dict__ and self.stage != self._stored_stage:
            raise StageIsGuarded("A stage changes by a transition only.")
        if not self._state.adding and kwargs.get("update_fields") is None:
            # Never write the stage back: another request may have moved it since this row was read.
            kwargs["update_fields"] = {
                field.name for field in self._meta.concrete_fields if field.name != "stage" and not field.primary_key
            } - self.get_deferred_fields()
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Commission:
        found = super().from_db(*args, **kwargs)
        found._stored_stage = found.__dict__.get("stage")
        return found

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._stored_stage = self.__dict__.get("stage", self._stored_stage)

    @property
    def is_draft(self) -> bool:
        return self.stage == stages.Stage.DRAFT

    def _move(
        self,
        transition: stages.Transition,
        *,
        by: Any = None,
        note: str = "",
        **also: Any,
    ) -> StageChange:
        """The one way a stage changes: the row is held, and its history is written with it.

        ``also`` are fields that are stored with the stage. For the actions. Raises :class:`IllegalTransition`.
        """
        with transaction.atomic():
            every = Commission.objects.unscoped(reason="the row is held by its key")
            held = every.select_for_update().get(pk=self.pk)
            if not transition.fits(held.stage, express=held.express):
                raise IllegalTransition(gettext("The order is at another stage now. Look again."))
            change = StageChange.objects.create(
                commission=held,
                number=held.stage_changes.count() + 1,
                from_stage=held.stage,
                to_stage=transition.target.value,
                by=by,
                skipped=[each.value for each in stages.skipped(held.stage, transition.target)],
                note=note,
            )
            every.filter(pk=held.pk)._set_stage(transition.target.value, updated_at=timezone.now(), **also)
        self.refresh_from_db()
        return change


class StageChangeQuerySet(OfCommissionQuerySet):
    def update(self, **kwargs: Any) -> int:
        if set(kwargs) - {"by", "by_id"}:
            raise StageIsGuarded("What has happened is not rewritten.")
        return super().update(**kwargs)


class StageChange(models.Model):
    """One step, once and for all. ``skipped`` are the stages an express way left out."""

    commission = models.ForeignKey(
        Commission, on_delete=models.CASCADE, related_name="stage_changes", verbose_name=_("commission")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    from_stage = models.CharField(_("from"), max_length=20, choices=Commission.Stage)
    to_stage = models.CharField(_("to"), max_length=20, choices=Commission.Stage)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)
    skipped = models.JSONField(_("skipped"), default=list, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    wagtail_reference_index_ignore = True
    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering: ClassVar = ["commission", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commission", "number"], name="one_stage_change_a_number"),
            models.CheckConstraint(
                condition=reduce(
                    or_, [models.Q(from_stage=source, to_stage=target) for source, target in stages.LEGAL_PAIRS]
                ),
                name="stage_change_is_legal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commission}: {self.from_stage} -> {self.to_stage}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise StageIsGuarded("What has happened is not rewritten.")
        super().save(*args, **kwargs)


class NumberSeries(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")

    def __str__(self) -> str:
        return str(self.year)
