"""What the pages of a course have in common: a node id that survives edits, moves and versions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class NodePage(Page):
    """A page that is a node of a course tree (docs/content-format.md).

    ``node_fields`` and ``node_slots`` say what of it is mergeable content. A copy gets new node ids and new block
    ids (see ``courses.trees.identity``); only a variant keeps them.
    """

    node_type: ClassVar[str]
    node_fields: ClassVar[tuple[str, ...]]
    #: StreamFields that are slots; the children in the page tree come in the slot ``page_slot``.
    node_slots: ClassVar[tuple[str, ...]] = ()
    page_slot: ClassVar[str | None] = None

    node_id = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("Learners do not meet the page. Updates still reach it.")
    )
    # "locked" on a Wagtail page is an editor's lock; this one is the course designer's on every variant.
    node_locked = models.BooleanField(
        _("locked in variants"),
        default=False,
        help_text=_("Municipalities cannot change the page in their own version."),
    )
    lock_reason = models.CharField(
        _("why it is locked"),
        max_length=250,
        blank=True,
        help_text=_("Municipalities read it where they meet the lock."),
    )

    exclude_fields_in_copy: ClassVar[list[str]] = ["node_id"]

    class Meta:
        abstract = True

    def copy(self, *args: Any, **kwargs: Any) -> Page:
        """As Wagtail copies, then with ids of its own. (The admin's copy goes by the hook ``after_copy_page``.)"""
        from courses.actions.renew_copy import RenewCopy

        copied: Page = super().copy(*args, **kwargs)
        RenewCopy(self, copied).execute()
        # What Wagtail made is in memory with the ids of before; saving it would bring them back.
        renewed: Page = type(self).objects.get(pk=copied.pk)
        return renewed

    def permissions_for_user(self, user: Any) -> Any:
        from courses.variants.permissions import tester_for

        return tester_for(self, user)

    def get_lock(self) -> Any:
        """The course designer's lock on a page of a variant, or else Wagtail's own."""
        from courses.variants.page_locks import lock_of

        return lock_of(self) or super().get_lock()

    @property
    def has_workflow(self) -> bool:
        """A municipality's own version is approved as a whole (docs/approval.md), no page of it by itself."""
        from courses.variants.access import variant_of

        return variant_of(self) is None and bool(super().has_workflow)

    def get_workflow(self) -> Any:
        from courses.variants.access import variant_of

        return None if variant_of(self) else super().get_workflow()

    def can_move_to(self, parent: Page) -> bool:
        from courses.variants.permissions import may_hold_moved

        return bool(super().can_move_to(parent)) and may_hold_moved(self, parent)

    @property
    def course(self) -> Page:
        """The course the page is in, itself if it is one."""
        from courses.models.pages import CoursePage

        if isinstance(self, CoursePage):
            return self
        course: Page = CoursePage.objects.ancestor_of(self).last()
        return course
