"""Wagtail's deletion of pages in a variant: the course's own are hidden instead (DESIGN 5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.actions.tailor_page import RemovePage
from courses.admin.variants import removed_message
from courses.variants.errors import VariantError
from courses.variants.standing import standing_of


def instead_of_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Asks about hiding rather than deleting, or hides. None for what Wagtail may delete."""
    standing = standing_of(page)
    if standing is None:
        return None
    if request.method != "POST" and standing.is_upstream:
        context = {"page": page, "parent": page.get_parent()}
        return TemplateResponse(request, "courses/admin/confirm_hide.html", context)
    if request.method != "POST":
        return None
    parent = page.get_parent()
    title = page.get_admin_display_title()
    try:
        done = RemovePage(page, user=request.user).execute()
    except VariantError as error:
        messages.error(request, str(error))
        return redirect("wagtailadmin_explore", parent.pk)
    if done == "hidden":
        messages.success(request, removed_message(title))
    else:
        messages.success(request, _("»%(title)s« is deleted.") % {"title": title})
    return redirect("wagtailadmin_explore", parent.pk)


def instead_of_deleting_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for many at once, where any of them is in a variant. Each page goes its own way."""
    if action_type != "delete" or not objects or not isinstance(objects[0], Page):
        return None
    if not any(standing_of(page) for page in objects):
        return None
    hidden = deleted = 0
    for page in _outermost(objects):
        try:
            done = RemovePage(page, user=request.user).execute()
        except (VariantError, PermissionDenied) as error:
            messages.error(request, f"»{page.get_admin_display_title()}«: {error}")
            continue
        hidden += done == "hidden"
        deleted += done == "deleted"
    if hidden:
        messages.success(
            request,
            ngettext(
                "%(count)d page is the course's own: it is hidden, not deleted.",
                "%(count)d pages are the course's own: they are hidden, not deleted.",
                hidden,
            )
            % {"count": hidden},
        )
    if deleted:
        messages.success(
            request,
            ngettext("%(count)d page is deleted.", "%(count)d pages are deleted.", deleted) % {"count": deleted},
        )
    return redirect(action.next_url)


def _outermost(pages: list[Page]) -> list[Page]:
    """Without those that go with a page above them."""
    return [page for page in pages if not any(page.is_descendant_of(other) for other in pages)]
