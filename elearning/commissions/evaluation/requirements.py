"""What must be in place before an order is evaluated. The report itself is made by the step."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.commissions.models import Commission, Wave
from elearning.commissions.requirements import Finding


def groups_are_over(commission: Commission) -> list[Finding]:
    """The report closes the questions, so nobody may still be on her way to them."""
    waves = Wave.objects.for_municipality(commission.municipality_id).filter(commission=commission)
    message = _("The group »%(name)s« runs until %(day)s. The report is made when it is over.")
    return [
        Finding("", message % {"name": wave.name, "day": date_format(wave.ends, "j. F Y")})
        for wave in waves.order_by("ends", "pk")
        if not wave.is_over() and wave.members.filter(enrolment__progress__completed_at=None).exists()
    ]
