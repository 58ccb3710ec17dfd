"""What courses do when something changes elsewhere."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from courses.actions.set_up_municipality import SetUpMunicipality
from courses.models import CourseRelease, MunicipalityPage, Variant
from courses.signals import course_released
from courses.variants.queue import enqueue
from elearning.municipalities.models import Municipality
from elearning.municipalities.signals import municipality_changed


@receiver(municipality_changed, dispatch_uid="courses.municipality_changed")
def follow_municipality(municipality: Municipality, user: Any, **_kwargs: Any) -> None:
    """Its host names lead to its page, where it has one."""
    if MunicipalityPage.objects.filter(municipality=municipality).exists():
        SetUpMunicipality(municipality, user=user).execute()


@receiver(course_released, dispatch_uid="courses.course_released")
def reach_variants(release: CourseRelease, **_kwargs: Any) -> None:
    """A new version of the shared course goes to the municipalities that have made it their own."""
    from courses.tasks import fan_out

    if Variant.objects.unscoped(reason="does anybody have it?").filter(upstream=release.course_id).exists():
        enqueue(fan_out, release.pk)
