"""Who may do what with a municipality's variants."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from courses.models import Variant
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import has_role

TAILORS = (Membership.Role.EDITOR,)
DECIDERS = (Membership.Role.APPROVER,)
INSIDERS = (Membership.Role.EDITOR, Membership.Role.APPROVER, Membership.Role.FACILITATOR)


def may_tailor(user: Any, municipality: Municipality) -> bool:
    """Make a variant, edit it, take updates into it."""
    return user is not None and has_role(user, municipality, TAILORS)


def may_approve(user: Any, municipality: Municipality) -> bool:
    """Say that a variant may meet learners."""
    return user is not None and has_role(user, municipality, DECIDERS)


def may_see(user: Any, municipality: Municipality) -> bool:
    """See how the municipality's variants stand."""
    return user is not None and has_role(user, municipality, INSIDERS)


def variant_of(page: Page) -> Variant | None:
    """The variant whose page this is, or that it is a page of; None in shared courses and outside courses."""
    if not page.path:
        return None
    found = (
        Variant.objects.unscoped(reason="the page is given; its permissions are checked by whoever shows it")
        .select_related("municipality", "course", "upstream")
        .filter(course__path__in=[page.path[:n] for n in range(page.steplen, len(page.path) + 1, page.steplen)])
    )
    variant: Variant | None = found.first()
    return variant


def held(variant: Variant) -> Variant:
    """The variant's row, locked until the transaction ends: whatever changes a variant as a whole waits here."""
    every = Variant.objects.unscoped(reason="the variant is given")
    # The row alone: PostgreSQL joins before it waits, so a row whose base has changed meanwhile would not be found.
    every.select_for_update().values_list("pk").get(pk=variant.pk)
    row: Variant = (
        every.select_related("municipality", "course", "upstream", "base_release", "current_release")
        .defer("base_release__tree", "current_release__tree")
        .get(pk=variant.pk)
    )
    return row


def may_agree_locks(user: Any, variant: Variant) -> bool:
    """Lock and unlock for one municipality: whoever releases the shared course."""
    return user is not None and bool(variant.upstream.permissions_for_user(user).can_publish())
