"""Reads of who is enrolled in what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from courses.models import CoursePage
from tracking.models import Enrolment


def forms_of(course: CoursePage) -> Q:
    """Enrolments in a course in any form: itself, the shared course it is a version of, its municipal versions."""
    return Q(course=course) | Q(course__variant__upstream=course) | Q(course__variants__course=course)


def enrolment_in(user: Any, course: CoursePage) -> Enrolment | None:
    """A person's enrolment in the course itself, or else in another form of it: nobody takes both."""
    found = list(Enrolment.objects.for_user(user).filter(forms_of(course)))
    return min(found, key=lambda enrolment: enrolment.course_id != course.pk, default=None)


def enrolled_among(users: Sequence[int], course: CoursePage) -> set[int]:
    """Those of ``users`` who take the course already, in whatever form and municipality."""
    taken = Enrolment.objects.unscoped(reason="a person takes a course once, whatever the municipality")
    return set(taken.filter(forms_of(course), user__in=users).values_list("user", flat=True))
