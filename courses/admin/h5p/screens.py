"""What the screens about H5P share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.h5p.selectors import activities_for, may_approve, may_see_h5p
from courses.models import H5PActivity

TITLE = gettext_lazy("H5P")


class H5PScreen(WagtailAdminTemplateMixin, TemplateView):
    """Who may be here, and the way back."""

    header_icon = "media"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return may_see_h5p(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("hyldefri_h5p"), "label": TITLE},
            *self.crumbs(),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def crumbs(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_approve=may_approve(self.request.user), **kwargs)

    def refuse(self, status: int = 422, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


class ActivityScreen(H5PScreen):
    """About one activity; one the person may not see is as one that does not exist."""

    @cached_property
    def activity(self) -> H5PActivity:
        found: H5PActivity | None = activities_for(self.request.user).filter(pk=self.kwargs["activity_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return str(self.activity.title)

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": reverse("hyldefri_h5p_activity", args=[self.activity.pk]), "label": self.activity.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(activity=self.activity, **kwargs)
