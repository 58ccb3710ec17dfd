"""Who may move whom to which version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from courses.models import CoursePage, CourseRelease
from courses.trees.nodes import Node
from courses.variants.access import variant_of
from courses.variants.offers import release_of
from elearning.municipalities.models import Membership
from elearning.municipalities.roles import is_designer, is_operator

#: The roles that move their own municipality's people.
MOVERS = (Membership.Role.EDITOR, Membership.Role.FACILITATOR)


class MoveRefused(Exception):
    """``str(error)`` is for whoever asked; nobody has been moved."""


class NotCurrent(MoveRefused):
    """The version is not what new starters get today."""

    def __init__(self) -> None:
        super().__init__(_("Another version is offered by now. Look again before you move anybody."))


def own_municipalities(user: Any) -> list[int]:
    """The municipalities, by key, whose people the person may move."""
    if not user.is_active:
        return []
    return list(Membership.objects.for_user(user).filter(role__in=MOVERS).values_list("municipality", flat=True))


def may_move_somebody(user: Any) -> bool:
    return is_designer(user) or bool(own_municipalities(user))


def moves_everybody(user: Any, course: CoursePage) -> bool:
    """Designers and operators move people within the shared courses; an operator in variants, too."""
    return is_operator(user) or (is_designer(user) and variant_of(course) is None)


def source_courses(course: CoursePage) -> list[int]:
    """The courses, by key, from which people can be moved to this one: itself, and a variant's shared course.

    Node ids are the same in both, so progress follows.
    """
    variant = variant_of(course)
    return [course.pk, *([variant.upstream_id] if variant else [])]


def is_offered(release: CourseRelease) -> bool:
    """Whether new starters get this version today."""
    current = release_of(release.course, variant_of(release.course))
    return current is not None and current.pk == release.pk


def blocks_of(tree: Node, step: str) -> set[str]:
    """The ids of a step's blocks; {} where the version has no such step."""
    for module in tree["children"].get("modules", []):
        for page in module["children"].get("pages", []):
            if page["id"] == step:
                return {block["id"] for block in page["children"].get("body", [])}
    return set()
