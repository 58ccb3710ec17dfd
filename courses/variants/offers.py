"""Which form of a course somebody meets: her municipality's own version of it, or the shared one.

A variant takes the place of its shared course for the municipality's members while it has an approved version.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from courses.models import CoursePage, CourseRelease, Variant
from courses.models.variants import VariantQuerySet
from courses.selectors import offered_courses
from courses.variants.access import variant_of
from courses.visitors import address
from elearning.municipalities.models import Municipality


@dataclass(frozen=True)
class OfferedCourse:
    """A card in a list of courses; ``municipality`` is whose own version it is, "" for a shared course."""

    page: CoursePage
    url: str
    municipality: str = ""

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def subtitle(self) -> str:
        return self.page.subtitle

    @property
    def days(self) -> int:
        return self.page.days


def approved_variant(course: CoursePage, municipality: Municipality | int) -> Variant | None:
    """What the municipality's people meet instead of a shared course."""
    return _approved(municipality).filter(upstream=course).select_related("course", "municipality").first()


def course_met(course: CoursePage, municipality: Municipality | int | None) -> CoursePage:
    """The form of a course that somebody of the municipality meets: its own version, or the course itself."""
    variant = approved_variant(course, municipality) if municipality is not None else None
    return variant.course if variant else course


def current_release(course: CoursePage) -> CourseRelease | None:
    """What new starters get: of a shared course the newest version, of a variant the approved one, if any."""
    return release_of(course, variant_of(course))


def release_of(course: CoursePage, variant: Variant | None) -> CourseRelease | None:
    """As :func:`current_release`, where the course's variant has been read already."""
    if variant is None:
        return course.current_release
    approved = CourseRelease.objects.without_tree().filter(course=course, pk=variant.current_release_id or 0)
    return approved.first()


def offered_to(catalogue: Page, municipality: Municipality | None, request: HttpRequest) -> list[OfferedCourse]:
    """The catalogue as somebody of the municipality meets it, each course in one form only.

    Two queries however many courses and variants there are. A variant whose shared course is offered no longer is
    still its municipality's, and stands last.
    """
    own = {}
    if municipality is not None:
        own = {it.upstream_id: it for it in _approved(municipality).select_related("course").order_by("course__title")}
    offered = []
    for course in offered_courses(catalogue):
        variant = own.pop(course.pk, None)
        offered.append(_offered(variant, municipality, request) if variant else _shared(course, request))
    return offered + [_offered(variant, municipality, request) for variant in own.values()]


def _approved(municipality: Municipality | int) -> VariantQuerySet:
    return Variant.objects.for_municipality(municipality).filter(current_release__isnull=False, course__live=True)


def _shared(course: CoursePage, request: HttpRequest) -> OfferedCourse:
    return OfferedCourse(course, address(course, request))


def _offered(variant: Variant, municipality: Municipality | None, request: HttpRequest) -> OfferedCourse:
    return OfferedCourse(variant.course, address(variant.course, request), str(municipality or ""))
