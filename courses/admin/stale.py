"""A manual save from a tab that was opened before somebody else changed the page (DESIGN 5).

Wagtail refuses only autosaves from such a tab. A manual one would put the old words back without a sign: an update
undone, an approval of something else than what is there.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import render_timestamp

from courses.models import NodePage, Variant, VariantUpdate

#: On the screen that refuses: what the text was written on, so that saving again is refused again.
STALE_FIELD = "stale_revision_id"
LOADED_FIELDS = (STALE_FIELD, "overwrite_revision_id", "loaded_revision_id")


def hold(page: Page, variant: Variant | None) -> None:
    """Let nobody change the page, nor an update the variant, until the transaction ends."""
    if variant is not None:
        Variant.objects.unscoped(reason="the page is given").select_for_update().get(pk=variant.pk)
    Page.objects.select_for_update().get(pk=page.pk)


def written_on(data: Any) -> str:
    """The id of the revision that what was sent is written on, "" where it says nothing."""
    return next((value for name in LOADED_FIELDS if (value := data.get(name))), "")


def explanation(page: NodePage, variant: Variant | None, revision_id: str, latest: Revision | None) -> SafeString:
    """Why the text was not saved, for the person who wrote it."""
    since = page.revisions.filter(pk=revision_id).first() if revision_id.isdigit() else None
    update = _update_since(variant, since) if variant else None
    return format_html(
        "<b>{}</b> {} {}",
        _("Nothing has been saved: the page has changed since you opened it."),
        _what_happened(update, latest),
        _(
            "What you wrote is still here. Open the newer version in another tab, "
            "and move your words to it from this one."
        ),
    )


def _update_since(variant: Variant, since: Revision | None) -> VariantUpdate | None:
    updates = variant.updates.select_related("target_release").order_by("-pk")
    if since is not None:
        later = Q(applied_at__gte=since.created_at) | Q(undone_at__gte=since.created_at)
        updates = updates.filter(later)
    else:
        updates = updates.exclude(applied_at=None)
    found: VariantUpdate | None = updates.first()
    return found


def _what_happened(update: VariantUpdate | None, latest: Revision | None) -> str:
    if update is not None:
        said = {"number": update.target_release.number}
        if update.undone_at is not None:
            return _("The update to version %(number)d of the course has been undone.") % said
        return _("The update to version %(number)d of the course has been put in.") % said
    if latest is None:
        return ""
    when = render_timestamp(latest.created_at)
    if latest.user is None:
        return _("It was changed %(when)s.") % {"when": when}
    return _("%(who)s saved it %(when)s.") % {"who": get_user_display_name(latest.user), "when": when}
