"""The tenant: what it is called, how it looks, and what it has decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string

from elearning.municipalities.validation import clean_email_domain, clean_hostname, split_hostname, validate_colour

#: The tenant of people who belong to no municipality, e.g. the course provider's own staff.
OPEN_CODE = "000"


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def ordinary(self) -> MunicipalityQuerySet:
        """The 98 municipalities, without the tenant of those who have none."""
        return self.exclude(code=OPEN_CODE)

    def open(self) -> Municipality:
        return self.get_or_create(
            code=OPEN_CODE,
            defaults={
                "name": "Uden kommune",
                "official_name": "Uden kommune",
                "genitive": "Deltagere uden kommunes",
                "region": "",
            },
        )[0]


class Municipality(models.Model):
    """A tenant. ``code`` is the official three-digit municipality code; the region is a fact, never a key.

    ``collection`` and the two groups are made by ``SetUpMunicipality``; whoever has the role is in the group.
    """

    class UpdatePolicy(models.TextChoices):
        APPLY = "apply", _("take clean updates at once")
        ASK = "ask", _("ask first")
        PAUSED = "paused", _("take no updates for now")

    code = models.CharField(_("code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=60)
    official_name = models.CharField(_("official name"), max_length=80)
    genitive = models.CharField(
        _("genitive"), max_length=80, help_text=_("As in running text before a noun: »Glostrup Kommunes«.")
    )
    region = models.CharField(_("region"), max_length=40, blank=True)
    email_domains = models.JSONField(
        _("e-mail domains"),
        default=list,
        blank=True,
        help_text=_("People who sign up with an address in one of these belong to the municipality."),
    )
    hostnames = models.JSONField(
        _("host names"),
        default=list,
        blank=True,
        help_text=_("Addresses of the municipality's own, such as laer.glostrup.dk."),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("PNG, JPEG or WebP. It is shown on white, 40 pixels high."),
    )
    primary_colour = models.CharField(
        _("main colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("Buttons and marks. Empty means Hyldefri's own."),
    )
    accent_colour = models.CharField(
        _("second colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("Dialogues and small signs. Empty means Hyldefri's own."),
    )
    accessibility_url = models.URLField(
        _("accessibility statement"),
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("The address of the municipality's own statement. The law asks for one on its own host name."),
    )
    update_policy = models.CharField(
        _("updates of the courses"), max_length=10, choices=UpdatePolicy, default=UpdatePolicy.ASK
    )
    approvals_required = models.PositiveSmallIntegerField(
        _("how many must approve"), choices=[(1, _("one approver")), (2, _("two approvers"))], default=1
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    editor_group = models.OneToOneField(
        "auth.Group", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    approver_group = models.OneToOneField(
        "auth.Group", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.official_name

    @property
    def is_open(self) -> bool:
        """Whether this is the tenant of those who belong to no municipality."""
        return self.code == OPEN_CODE

    def clean(self) -> None:
        self.primary_colour, self.accent_colour = self.primary_colour.lower(), self.accent_colour.lower()
        errors: dict[str, list[Any]] = {}
        for name, clean_one in (("email_domains", clean_email_domain), ("hostnames", clean_hostname)):
            try:
                setattr(self, name, self._cleaned(name, clean_one))
            except ValidationError as error:
                errors[name] = error.error_list
        if errors:
            raise ValidationError(errors)

    def _cleaned(self, name: str, clean_one: Callable[[Any], str]) -> list[str]:
        """The field's list, each once, in order. Raises where one is wrong or another municipality's."""
        values = getattr(self, name)
        if not isinstance(values, list):
            raise ValidationError(gettext("Write a list."))
        cleaned = list(dict.fromkeys(clean_one(value) for value in values))
        others = Municipality.objects.exclude(pk=self.pk).exclude(**{name: []})
        taken = {_bare(value): other for other in others for value in getattr(other, name)}
        for value in cleaned:
            if _bare(value) in taken:
                raise ValidationError(
                    gettext("%(value)s belongs to %(other)s.") % {"value": value, "other": taken[_bare(value)]}
                )
        return cleaned


def _bare(name: str) -> str:
    return split_hostname(str(name).lower())[0]
