"""Who may be enrolled in what, and what is frozen when she is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from courses.models import CoursePage, CourseRelease, MunicipalityPage
from courses.trees.nodes import Node
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_designer, is_operator

#: The process settings of a course (DESIGN 5).
PROCESS_SETTINGS = ("pass_mark", "attempt_rule", "order_rule", "draw_count")


class EnrolmentRefused(Exception):
    """``str(error)`` is for whoever asked; nothing has been stored."""


class NotOffered(EnrolmentRefused):
    """The course is not published, not open to all, or has no version."""

    def __init__(self) -> None:
        super().__init__(_("The course is not open for enrolment."))


class OtherMunicipality(EnrolmentRefused):
    """The course is one municipality's own, and she does not belong there."""

    def __init__(self) -> None:
        super().__init__(_("The course is another municipality's own."))


def process_settings(tree: Node) -> dict[str, Any]:
    """What a version of a course says of its process, to be frozen into an enrolment."""
    fields = tree["fields"]
    return {name: fields[name] for name in PROCESS_SETTINGS if fields.get(name) is not None}


def owner_of(course: CoursePage) -> Municipality | None:
    """The municipality whose own the course is; None for a shared one."""
    page = MunicipalityPage.objects.ancestor_of(course).select_related("municipality").first()
    return page.municipality if page else None


def offered_release(course: CoursePage, municipality: Municipality) -> CourseRelease:
    """What somebody of the municipality is enrolled in today. Raises :class:`EnrolmentRefused`."""
    owner = owner_of(course)
    if owner is not None and owner != municipality:
        raise OtherMunicipality
    release = course.current_release
    if release is None or not course.live or course.get_view_restrictions().exists():
        raise NotOffered
    return release


def may_enrol_others(user: Any) -> bool:
    """Designers and operators enrol people; a municipality does so through its own part of the site."""
    return is_designer(user) or is_operator(user)
