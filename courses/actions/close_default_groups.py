"""Wagtail's own groups may edit everything everywhere; where municipalities share a site nobody may."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, WorkflowPage

#: As Wagtail's migrations name them.
DEFAULT_GROUPS = ("Editors", "Moderators")
DEFAULT_WORKFLOW = "Moderators approval"


@transaction.atomic
def close_default_groups() -> None:
    """Take from Wagtail's groups what they have on the root of pages and files, and its workflow from the root.

    What somebody has given a group of that name further down stays, and so does the group.
    """
    root = Page.get_first_root_node()
    GroupPagePermission.objects.filter(group__name__in=DEFAULT_GROUPS, page=root).delete()
    GroupCollectionPermission.objects.filter(
        group__name__in=DEFAULT_GROUPS, collection=Collection.get_first_root_node()
    ).delete()
    WorkflowPage.objects.filter(page=root, workflow__name=DEFAULT_WORKFLOW).delete()
