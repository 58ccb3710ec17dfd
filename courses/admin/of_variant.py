"""What the views about one variant share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views import View

from courses.admin.variant_selectors import visible_variant
from courses.models import Variant


class OfVariant(View):
    """The variant is there for those who work in its municipality, and nobody else."""

    variant: Variant

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.variant = self.get_variant(request, kwargs["variant_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_variant(self, request: HttpRequest, variant_id: int) -> Variant:
        return visible_variant(request.user, variant_id)

    def get_page_subtitle(self) -> str:
        return str(self.variant.course.get_admin_display_title())


class UnderItsPage(OfVariant):
    """Screens one comes to from the course's page in the editor."""

    breadcrumbs_items: list[dict[str, Any]]
    page_title: Any

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.variant.course_id])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]
