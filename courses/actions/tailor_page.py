"""What a municipality does to a whole page of its variant: hide it, move it, take it away."""

from __future__ import annotations

from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from courses.models import NodePage
from courses.variants.access import held
from courses.variants.editing import locked_below_message
from courses.variants.errors import VariantRefused
from courses.variants.locking import refuse_while_approving
from courses.variants.standing import Standing, locked_below, standing_of
from courses.variants.telling import tell_tailored

Direction = Literal["up", "down"]


class OnPage:
    """One page of a variant, held while it is changed. Raises ``PermissionDenied`` and :class:`VariantRefused`."""

    def __init__(self, page: Page, *, user: Any = None) -> None:
        self.page_id = page.pk
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> Any:
        with transaction.atomic():
            standing = self._held()
            if not skip_permission_checks:
                self.check(standing)
            done = self.change(standing)
            if done:
                tell_tailored(standing.ground.variant)
            return done

    def check(self, standing: Standing) -> None:
        """Raises for whoever may not, and where nobody may."""
        may_edit = self.user is not None and standing.page.permissions_for_user(self.user).can_edit()
        if not may_edit:
            raise PermissionDenied(_("You may not change this page."))
        if standing.is_course:
            raise VariantRefused(_("The course itself can be neither hidden, moved nor taken away."))
        if standing.page.get_lock() is not None and standing.page.get_lock().for_user(self.user):
            reason = standing.lock or ""
            raise VariantRefused(_("The page is locked and stays as it is. %(reason)s") % {"reason": reason})

    def change(self, standing: Standing) -> Any:
        raise NotImplementedError

    def _held(self) -> Standing:
        standing = standing_of(Page.objects.get(pk=self.page_id))
        if standing is None:
            raise VariantRefused(_("The page is in no municipality's own version of a course."))
        refuse_while_approving(held(standing.ground.variant))
        now = standing_of(Page.objects.select_for_update().get(pk=self.page_id))
        assert now is not None  # noqa: S101 - narrows the type
        return now


class HidePage(OnPage):
    """Hide the page from learners, or show it again, in its draft. Updates still reach it."""

    def __init__(self, page: Page, *, hidden: bool = True, user: Any = None) -> None:
        super().__init__(page, user=user)
        self.hidden = hidden

    def change(self, standing: Standing) -> bool:
        """Whether anything changed."""
        draft: Any = standing.page.get_latest_revision_as_object()
        if draft.hidden == self.hidden:
            return False
        if self.hidden:
            refuse_locked_below(standing)
        draft.hidden = self.hidden
        draft.save_revision(user=self.user, clean=False)
        action = "courses.variant.hide" if self.hidden else "courses.variant.show"
        log(instance=standing.page, action=action, user=self.user)
        return True


class RemovePage(OnPage):
    """Take a page away: the course's own is hidden, one the municipality wrote is deleted with what it holds."""

    def change(self, standing: Standing) -> Literal["hidden", "deleted"]:
        if standing.is_upstream:
            HidePage(standing.page, user=self.user).change(standing)
            return "hidden"
        refuse_upstream_below(standing)
        standing.page.delete(user=self.user)
        return "deleted"


class MovePage(OnPage):
    """One place up or down among its siblings, or last into another module of the course."""

    def __init__(self, page: Page, *, direction: Direction | None = None, to: Page | None = None, user: Any = None):
        super().__init__(page, user=user)
        self.direction = direction
        self.to = to

    def change(self, standing: Standing) -> bool:
        """Whether it moved: the first does not move up, nor the last down."""
        page = standing.page
        if self.to is not None:
            return self._move_to(page, Page.objects.get(pk=self.to.pk))
        neighbour = page.get_prev_sibling() if self.direction == "up" else page.get_next_sibling()
        if neighbour is None:
            return False
        page.move(neighbour, pos="left" if self.direction == "up" else "right", user=self.user)
        return True

    def _move_to(self, page: NodePage, home: Page) -> bool:
        if page.is_child_of(home):
            return False
        if not page.can_move_to(home):
            raise VariantRefused(_("The page cannot be moved there: it stays within its own course."))
        if home.get_children().filter(slug=page.slug).exists():
            raise VariantRefused(
                _("»%(title)s« has a page with the address »%(slug)s« already. Change one of them first.")
                % {"title": home.get_admin_display_title(), "slug": page.slug}
            )
        page.move(home, pos="last-child", user=self.user)
        return True


def refuse_locked_below(standing: Standing) -> None:
    held = locked_below(standing.page, standing.ground)
    if held:
        raise VariantRefused(locked_below_message(held))


def refuse_upstream_below(standing: Standing) -> None:
    """A module of the municipality's own may hold lessons of the course that were moved into it."""
    below = [page for page in standing.page.get_descendants().specific() if isinstance(page, NodePage)]
    own = [page for page in below if str(page.node_id) in standing.ground.upstream]
    if own:
        titles = ", ".join(f"»{page.get_admin_display_title()}«" for page in own)
        raise VariantRefused(
            _("It cannot be deleted: it holds %(titles)s of the shared course. Move them to another module first.")
            % {"titles": titles}
        )
