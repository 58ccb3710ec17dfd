"""Wagtail's permission policies, with other municipalities' pages and files left out.

A permission on the root of the tree, such as the designers' on the shared files, then stops at a municipality's door.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from courses.isolation.ownership import (
    are_foreign_collections,
    without_foreign_collections,
    without_foreign_pages,
)
from courses.models import H5PActivity


class OwnPages(PagePermissionPolicy):
    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        return without_foreign_pages(super().instances_user_has_any_permission_for(user, actions), user)

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        return without_foreign_pages(super().explorable_instances(user), user)


class OwnFiles(CollectionOwnershipPermissionPolicy):
    def _check_perm(self, user: Any, actions: Any, collection: Collection | None = None) -> bool:
        if collection is not None and are_foreign_collections([collection.pk], user):
            return False
        return bool(super()._check_perm(user, actions, collection))

    def _collections_with_perm(self, user: Any, actions: Any) -> QuerySet[Any]:
        return without_foreign_collections(super()._collections_with_perm(user, actions), user)


def register() -> None:
    """Take the place of Wagtail's own."""
    register_permission_policy(AbstractPage, OwnPages())
    for model in (get_image_model(), get_document_model()):
        policy = OwnFiles(model, auth_model=model._meta.label, owner_field_name="uploaded_by_user")
        # For the class itself, which goes before what Wagtail registers for it and its heirs, whoever comes first.
        register_permission_policy(model, policy, exact_class=True)
    register_permission_policy(H5PActivity, OwnFiles(H5PActivity, owner_field_name="created_by"), exact_class=True)
