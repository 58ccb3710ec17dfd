"""What somebody may do with a page of a variant, beside Wagtail's rules (docs/tailoring.md).

Learners read versions, never pages, so whoever may change a variant's pages may also move and remove live ones:
nothing of it reaches a learner before it is approved.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

from courses.approval.selectors import pending
from courses.models import NodePage
from courses.variants.access import variant_of
from courses.variants.standing import standing_of


class NodePermissionTester(PagePermissionTester):
    """A shared course's pages go by Wagtail's rules alone, but for copies and moves between tenants."""

    def _may_tailor(self) -> bool:
        """In a variant, on a page that is not locked, with the right to change it."""
        may_change = self.user.is_superuser or "change" in self.permissions
        return bool(self.user.is_active and may_change and not self.page_locked())

    def can_add_subpage(self) -> bool:
        return bool(super().can_add_subpage()) and not self._waits()

    def _waits(self) -> bool:
        """Whether approvers are looking at the variant: it stays what they look at."""
        standing = standing_of(self.page)
        return standing is not None and pending(standing.ground.variant) is not None

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        standing = standing_of(self.page)
        if standing is None:
            return bool(super().can_delete(ignore_bulk=ignore_bulk))
        return not standing.is_course and self._may_tailor()

    def can_reorder_children(self) -> bool:
        if standing_of(self.page) is None:
            return bool(super().can_reorder_children())
        may_change = self.user.is_superuser or "change" in self.permissions
        return bool(self.user.is_active and may_change and not self._waits())

    def can_move_to(self, destination: Page) -> bool:
        standing = standing_of(self.page)
        if standing is None:
            return bool(super().can_move_to(destination))
        if self.page == destination or destination.is_descendant_of(self.page):
            return False
        allowed = self.page.is_child_of(destination) or self.page.specific.can_move_to(destination)
        return bool(allowed and self.can_move() and may_hold_moved(self.page, destination))

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return bool(super().can_copy_to(destination, recursive)) and may_hold_copy(self.page, destination)


def may_hold_moved(page: Page, destination: Page) -> bool:
    """A page of a variant stays in it, and nothing is moved into one: node ids and files are its own.

    The variant's course itself stays where it is.
    """
    here, there = variant_of(page), variant_of(destination)
    if here is None and there is None:
        return True
    return here is not None and there is not None and here.pk == there.pk and page.pk != here.course_id


def may_hold_copy(page: Page, destination: Page) -> bool:
    """Words and files of a municipality's own are not copied out of it."""
    here = variant_of(page)
    there = variant_of(destination)
    return here is None or (there is not None and here.municipality_id == there.municipality_id)


def tester_for(page: NodePage, user: Any) -> NodePermissionTester:
    return NodePermissionTester(user, page)
