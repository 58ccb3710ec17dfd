"""The operator's screens about relaying completions to municipalities' own record stores."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from elearning.municipalities.admin.views import MunicipalityScreen
from tracking.actions.credentials import check_may_let_in
from tracking.actions.relays import (
    DeleteRelay,
    RelayError,
    ReplayRelay,
    SetUpRelay,
    SwitchRelay,
    TryRelayNow,
    relay_of,
)
from tracking.models import Relay
from tracking.xapi.forwarding.forms import RelayForm, ReplayForm
from tracking.xapi.forwarding.selectors import every_relay, refused_of, relay_or_404, state_of
from tracking.xapi.forwarding.sending import Tried, speaks_our_version, try_out
from tracking.xapi.forwarding.wording import TROUBLES, said_of

FORWARDING = gettext_lazy("Forwarding")
RELAY = "hyldefri_tracking:relay"


class RelaysView(WagtailAdminTemplateMixin, TemplateView):
    """Every municipality's, those in trouble first."""

    template_name = "tracking/admin/relays.html"
    page_title = FORWARDING
    header_icon = "resubmit"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_let_in(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(every_relay(), self.paginate_by).get_page(self.request.GET.get("p"))
        rows = [(relay, said_of(relay.last_error)) for relay in page]
        return super().get_context_data(page_obj=page, rows=rows, **kwargs)


class RelayScreen(MunicipalityScreen):
    """What the screens about one municipality's share. Only ``RelayView`` and setting up can do without one."""

    header_icon = "resubmit"
    above: tuple[tuple[Any, str], ...] = ((FORWARDING, RELAY),)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_let_in(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def relay(self) -> Relay:
        return relay_or_404(self.municipality)

    def back(self) -> HttpResponse:
        return redirect(RELAY, self.municipality.code)


class RelayView(RelayScreen):
    template_name = "tracking/admin/relay.html"
    page_title = FORWARDING
    above = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        relay = relay_of(self.municipality)
        return super().get_context_data(state=None if relay is None else state_of(relay), **kwargs)


class SetUpRelayView(RelayScreen):
    template_name = "municipalities/admin/form.html"
    page_title = gettext_lazy("Set up the forwarding")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RelayForm(relay=relay_of(self.municipality)))
        return super().get_context_data(submit=_("Save"), back=RELAY, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RelayForm(request.POST, relay=relay_of(self.municipality))
        if not form.is_valid():
            return self.refuse(form)
        try:
            relay = SetUpRelay(self.municipality, form.given(), user=request.user).execute()
        except RelayError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.refuse(form)
        messages.success(
            request,
            _("The forwarding is saved.")
            if relay.enabled
            else _("The forwarding is saved. Try the connection, and switch it on."),
        )
        return self.back()


class PostedOnly(RelayScreen):
    """A button's address; who comes there otherwise is led to the button."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act(request)
        except RelayError as error:
            messages.error(request, str(error))
        return self.back()

    def act(self, request: HttpRequest) -> None:
        raise NotImplementedError


class TryConnectionView(PostedOnly):
    def act(self, request: HttpRequest) -> None:
        tried = try_out(self.relay, timezone.now())
        if tried.trouble is not None:
            status = " " + _("It answered %(status)s.") % {"status": tried.status} if tried.status else ""
            messages.error(request, f"{TROUBLES[tried.trouble]}{status}")
        else:
            self._let_in(request, tried)

    def _let_in(self, request: HttpRequest, tried: Tried) -> None:
        if not speaks_our_version(self.relay, tried.speaks):
            messages.warning(
                request,
                _("The record store says that it speaks %(versions)s, not %(ours)s. Choose another version.")
                % {"versions": ", ".join(tried.speaks), "ours": self.relay.version},
            )
        if tried.reads:
            messages.success(request, _("The record store answers and lets us in."))
        else:
            messages.warning(
                request,
                _("The record store answers, but does not let us read. If the access may store, that is all we need."),
            )


class SwitchRelayView(PostedOnly):
    enabled = True

    def act(self, request: HttpRequest) -> None:
        SwitchRelay(self.relay, enabled=self.enabled, user=request.user).execute()
        messages.success(
            request,
            _("The forwarding is switched on.")
            if self.enabled
            else _("The forwarding is switched off. It keeps its place."),
        )


class RetryRelayView(PostedOnly):
    """``refused`` in the form: what was refused is sent once more too."""

    def act(self, request: HttpRequest) -> None:
        TryRelayNow(self.relay, user=request.user, refused="refused" in request.POST).execute()
        messages.success(request, _("It is being tried. Load the page again in a moment to see how it went."))


class ReplayRelayView(RelayScreen):
    template_name = "municipalities/admin/form.html"
    page_title = gettext_lazy("Send again from a day")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ReplayForm())
        self.relay  # noqa: B018 - or there is no such page
        return super().get_context_data(submit=_("Send from this day"), back=RELAY, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReplayForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            ReplayRelay(self.relay, form.cleaned_data["day"], user=request.user).execute()
        except RelayError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.refuse(form)
        messages.success(request, _("What has been completed since then is sent."))
        return self.back()


class RefusedView(RelayScreen):
    template_name = "tracking/admin/relay_refused.html"
    page_title = gettext_lazy("Refused statements")
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(refused_of(self.relay), self.paginate_by).get_page(self.request.GET.get("p"))
        return super().get_context_data(page_obj=page, relay=self.relay, **kwargs)


class DeleteRelayView(RelayScreen):
    """Asks before it is gone."""

    template_name = "tracking/admin/relay_delete.html"
    page_title = gettext_lazy("Delete the forwarding")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(relay=self.relay, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            DeleteRelay(self.relay, user=request.user).execute()
        except RelayError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The forwarding is deleted. What has been sent stays where it is."))
        return self.back()
