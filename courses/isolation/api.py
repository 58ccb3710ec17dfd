"""The admin's own API: images and documents by the same permissions as its lists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class OwnFilesOnly:
    """Wagtail's has every file of every collection that is not private."""

    model: Any
    request: Any

    def get_queryset(self) -> QuerySet[Any]:
        every: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        seen = policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(
            self.request.user, ["change", "choose"]
        )
        return every.filter(pk__in=seen.values("pk"))


class OwnImages(OwnFilesOnly, ImagesAdminAPIViewSet):
    pass


class OwnDocuments(OwnFilesOnly, DocumentsAdminAPIViewSet):
    pass


def take_over(router: WagtailAPIRouter) -> None:
    """In place of the endpoints of the same names."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
