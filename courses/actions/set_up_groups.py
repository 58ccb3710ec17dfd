"""The group of those who write the shared courses."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from courses.actions.close_default_groups import close_default_groups
from courses.models import H5PActivity

#: A proper name, the same in every language: it is how the group is found again.
DESIGNERS = "Kursusudviklere"

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_PERMISSIONS = ("add", "change", "choose")


class SetUpGroups:
    """Give the designers' group what it needs on ``catalogue`` and the shared files. Doing it again adds nothing.

    Permissions that somebody gave the group besides are left alone. Returns the group.
    """

    def __init__(self, catalogue: Page) -> None:
        self.catalogue = catalogue

    @transaction.atomic
    def execute(self) -> Group:
        close_default_groups()
        designers, _made = Group.objects.get_or_create(name=DESIGNERS)
        designers.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
        # Where the site takes orders, they handle them. The app is above this one, so it is known by its name.
        designers.permissions.add(
            *Permission.objects.filter(content_type__app_label="commissions", codename="handle_commission")
        )
        self._give_pages(designers)
        self._give_files(designers)
        return designers

    def _give_pages(self, group: Group) -> None:
        permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS)
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=self.catalogue, permission=permission)

    def _give_files(self, group: Group) -> None:
        root = Collection.get_first_root_node()
        for model in (get_image_model(), get_document_model(), H5PActivity):
            codenames = [f"{verb}_{model._meta.model_name}" for verb in FILE_PERMISSIONS]
            for permission in Permission.objects.filter(
                content_type__app_label=model._meta.app_label, codename__in=codenames
            ):
                GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
