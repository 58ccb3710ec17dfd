"""Where H5P shows in Wagtail's own admin: the menu, groups' permissions, collections."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.collections import collection_member_permission_formset_factory
from wagtail.admin.menu import MenuItem
from wagtail.models import Collection

from courses.h5p.selectors import may_approve, may_see_h5p
from courses.models import H5PActivity, H5PImport


class H5PMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(_("H5P"), reverse("hyldefri_h5p"), name="hyldefri-h5p", icon_name="media", order=420)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_h5p(request.user) or may_approve(request.user)


def permission_panel() -> Any:
    """Who may do what in which collection, on a group's page."""
    return collection_member_permission_formset_factory(
        H5PActivity,
        [
            ("add_h5pactivity", _("Add"), _("Import H5P and edit what you own")),
            ("change_h5pactivity", _("Edit"), _("Edit any H5P activity")),
            ("choose_h5pactivity", _("Choose"), _("Select H5P activities in choosers")),
        ],
        "courses/admin/h5p/permissions.html",
    )


def permissions() -> Any:
    """Those a group has everywhere."""
    return Permission.objects.filter(content_type__app_label="courses", codename="approve_h5pbuild")


def contents(collection: Collection) -> dict[str, Any] | None:
    """What stands in the way of deleting a collection."""
    count = H5PActivity.objects.filter(collection=collection).count()
    if count:
        text = ngettext("%(count)s H5P activity", "%(count)s H5P activities", count) % {"count": count}
        return {"count": count, "count_text": text, "url": reverse("hyldefri_h5p")}
    under_way = H5PImport.objects.filter(collection=collection, state__in=["waiting", "working"]).count()
    if under_way:
        text = ngettext("%(count)s H5P import", "%(count)s H5P imports", under_way) % {"count": under_way}
        return {"count": under_way, "count_text": text, "url": reverse("hyldefri_h5p")}
    return None
