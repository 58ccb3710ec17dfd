"""The designer's board: orders by stage, what waits for her, what is late."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from elearning.commissions.desk.selectors import OPEN_STAGES, RECENTLY_OVER, all_commissions, cards, lanes
from elearning.commissions.mails.recipients import people_of_the_desk
from elearning.commissions.permissions import is_handler
from elearning.commissions.stages import FINAL
from elearning.municipalities.models import Municipality


class HandlersOnly(View):
    """``register_admin_urls`` only asks for access to the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_handler(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class BoardFilter(forms.Form):
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False, empty_label=_("All")
    )
    handler = forms.ModelChoiceField(
        label=_("Handled by"), queryset=get_user_model()._default_manager.none(), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordering: Any = self.fields["municipality"]
        ordering.queryset = Municipality.objects.filter(pk__in=all_commissions().order_by().values("municipality"))
        handler: Any = self.fields["handler"]
        desk = [person.pk for person in people_of_the_desk()]
        handler.queryset = get_user_model()._default_manager.filter(pk__in=desk)


class BoardView(HandlersOnly, WagtailAdminTemplateMixin, TemplateView):
    template_name = "commissions/admin/board.html"
    page_title = _("Orders")
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = BoardFilter(self.request.GET)
        found = all_commissions()
        if form.is_valid():
            if form.cleaned_data["municipality"]:
                found = found.for_municipality(form.cleaned_data["municipality"])
            if form.cleaned_data["handler"]:
                found = found.filter(handled_by=form.cleaned_data["handler"])
        now = cards(found.filter(stage__in=OPEN_STAGES).order_by("due_on", "submitted_at"), self.request.user)
        over = found.filter(stage__in=FINAL).select_related("municipality").order_by("-updated_at")[:RECENTLY_OVER]
        return super().get_context_data(
            form=form,
            lanes=lanes(now),
            waiting=[card for card in now if card.waits],
            late=sorted((card for card in now if card.late), key=lambda card: -card.late),
            over=over,
            **kwargs,
        )


class WaitingOrdersPanel(Component):
    """On the admin's front page: the orders whose next step is this person's."""

    name = "hyldefri_orders"
    template_name = "commissions/admin/waiting_panel.html"
    order = 40

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not is_handler(user):
            return {"waiting": []}
        found = all_commissions().filter(stage__in=OPEN_STAGES).order_by("due_on", "submitted_at")
        return {"waiting": [card for card in cards(found, user) if card.waits]}
