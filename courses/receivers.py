"""What courses do when something changes elsewhere."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from courses.actions.set_up_municipality import SetUpMunicipality
from courses.models import MunicipalityPage
from elearning.municipalities.models import Municipality
from elearning.municipalities.signals import municipality_changed


@receiver(municipality_changed, dispatch_uid="courses.municipality_changed")
def follow_municipality(municipality: Municipality, user: Any, **_kwargs: Any) -> None:
    """Its host names lead to its page, where it has one."""
    if MunicipalityPage.objects.filter(municipality=municipality).exists():
        SetUpMunicipality(municipality, user=user).execute()
