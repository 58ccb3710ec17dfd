"""A course in two versions, a municipality's own version of it, and learners under way."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from courses.models import CourseRelease, Variant
from courses.selectors import release_tree
from courses.trees.nodes import Node
from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality
from tests.courses.factories import approve, approved_variant, next_release
from tests.tracking import factories
from tracking.actions.enrol import Enrol
from tracking.models import Enrolment


def three_lessons(**fields: Any) -> Node:
    return factories.course(
        factories.module(*(factories.lesson(title=title) for title in ("Et", "To", "Tre"))), **fields
    )


def lessons(tree: Node) -> list[Node]:
    return list(tree["children"]["modules"][0]["children"]["pages"])


def with_lessons(tree: Node, *pages: Node, **fields: Any) -> Node:
    changed = deepcopy(tree)
    changed["children"]["modules"][0]["children"]["pages"] = list(pages)
    changed["fields"] |= fields
    return changed


def newer(release: CourseRelease, *pages: Node, **fields: Any) -> CourseRelease:
    """The next version of its course, with these lessons."""
    return next_release(release.course, with_lessons(release_tree(release.pk), *pages, **fields))


def own_version(of: CourseRelease, municipality: Municipality) -> Variant:
    return approved_variant(of.course, municipality)


def newer_version(variant: Variant, *pages: Node, **fields: Any) -> Variant:
    tree = release_tree(variant.current_release_id or 0)
    return approve(variant, with_lessons(tree, *pages, **fields))


def enrolled(release: CourseRelease, municipality: Municipality) -> Enrolment:
    return Enrol(factories.learner(municipality), release.course, municipality).execute()


def mover(municipality: Municipality, role: str = Membership.Role.FACILITATOR) -> User:
    user = factories.learner(municipality)
    Membership.objects.for_user(user).update(role=role)
    return user


def operator() -> User:
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("drift@example.dk")
