"""Who may be enrolled in what, and what is frozen when she is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.models import CoursePage, CourseRelease, MunicipalityPage, Variant
from courses.process import effective
from courses.selectors import release_tree
from courses.variants.access import variant_of
from courses.variants.offers import course_met, release_of
from courses.variants.process import approved_process
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import has_role, is_designer, is_operator

#: The roles that enrol their own municipality's people.
ENROLLERS = (Membership.Role.EDITOR, Membership.Role.FACILITATOR)


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


@dataclass(frozen=True)
class Offer:
    """What somebody is enrolled in today: the course in the form she meets it, and how it is run."""

    course: CoursePage
    release: CourseRelease
    variant: Variant | None = None

    def settings(self) -> dict[str, Any]:
        """The process settings, to be frozen into the enrolment: the municipality's of its own version."""
        if self.variant is not None:
            return approved_process(self.variant)
        return effective(release_tree(self.release.pk)["fields"], {})


def owner_of(course: CoursePage) -> Municipality | None:
    """The municipality whose own the course is; None for a shared one."""
    page = MunicipalityPage.objects.ancestor_of(course).select_related("municipality").first()
    return page.municipality if page else None


def offer(course: CoursePage, municipality: Municipality) -> Offer:
    """What the municipality's people are enrolled in where ``course`` is asked for: its own version, if it has one.

    Raises :class:`EnrolmentRefused`.
    """
    owner = owner_of(course)
    if owner is not None and owner != municipality:
        raise OtherMunicipality
    met = course if owner else course_met(course, municipality)
    variant = variant_of(met)
    release = release_of(met, variant)
    if release is None or not met.live or (variant is None and met.get_view_restrictions().exists()):
        raise NotOffered
    return Offer(met, release, variant)


def may_enrol_others(user: Any, municipality: Municipality | None = None) -> bool:
    """Designers and operators enrol people everywhere, editors and facilitators in their own ``municipality``."""
    if is_designer(user) or is_operator(user):
        return True
    return municipality is not None and has_role(user, municipality, ENROLLERS)
