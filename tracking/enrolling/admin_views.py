"""Enrolling others, in Wagtail's admin: a form, a preview, a confirmation; and the join links."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn

from tracking.actions.enrol_people import EnrolPeople
from tracking.actions.join_links import CreateJoinLink, RevokeJoinLink
from tracking.admin_screens import show
from tracking.enrolling.forms import JoinLinkForm, PeopleForm
from tracking.enrolling.planning import plan_enrolments
from tracking.enrolling.reading import as_text
from tracking.enrolling.rules import may_enrol_others
from tracking.models import JoinLink
from tracking.reports.listing import AdminList


def enrol_people(request: HttpRequest) -> HttpResponse:
    """Nothing is stored before »confirm« is posted with the people that the preview showed."""
    if not may_enrol_others(request.user):
        raise PermissionDenied
    form = PeopleForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "tracking/admin/enrol.html", {"form": form}, status=422 if form.is_bound else 200)
    course, municipality = form.cleaned_data["course"], form.cleaned_data["municipality"]
    if "confirm" not in request.POST:
        plan = plan_enrolments(form.rows, course)
        good = [planned.row for planned in plan.rows if planned.outcome != "error"]
        context = {"plan": plan, "course": course, "municipality": municipality, "people": as_text(good)}
        return _page(request, "tracking/admin/enrol_preview.html", context)
    done = EnrolPeople(form.rows, course, municipality, user=request.user).execute()
    count = len(done.to_enrol)
    messages.success(
        request, ngettext("%(count)d person is enrolled.", "%(count)d people are enrolled.", count) % {"count": count}
    )
    return redirect("hyldefri_tracking:enrolments")


def _address(link: JoinLink) -> str:
    """The whole of it, to be copied into a mail."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{link.get_absolute_url()}"


class JoinLinkList(AdminList):
    page_title = gettext_lazy("Join links")
    header_icon = "link"
    template_name = "tracking/admin/join_links.html"
    index_url_name = "hyldefri_tracking:join_links"
    index_results_url_name = "hyldefri_tracking:join_links_results"
    may_see = staticmethod(may_enrol_others)
    columns = (
        Column("course", label=gettext_lazy("Course")),
        Column("municipality", label=gettext_lazy("Municipality")),
        Column("address", label=gettext_lazy("Address"), accessor=_address),
        DateColumn("expires_at", label=gettext_lazy("Expires")),
        DateColumn("revoked_at", label=gettext_lazy("Revoked")),
    )

    def get_queryset(self) -> QuerySet[JoinLink]:
        every = JoinLink.objects.unscoped(reason="designers and operators see to all municipalities' links")
        return every.select_related("course", "municipality").order_by("-created_at", "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "form": JoinLinkForm()}


def create_join_link(request: HttpRequest) -> HttpResponse:
    if not may_enrol_others(request.user):
        raise PermissionDenied
    form = JoinLinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "tracking/admin/join_link.html", {"form": form}, status=422 if form.is_bound else 200)
    link = CreateJoinLink(**form.cleaned_data, user=request.user).execute()
    address = request.build_absolute_uri(link.get_absolute_url())
    messages.success(request, _("The link is made: %(address)s") % {"address": address})
    return redirect("hyldefri_tracking:join_links")


@require_POST
def revoke_join_link(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_enrol_others(request.user):
        raise PermissionDenied
    every = JoinLink.objects.unscoped(reason="designers and operators see to all municipalities' links")
    RevokeJoinLink(get_object_or_404(every, pk=pk), user=request.user).execute()
    messages.success(request, _("The link is revoked."))
    return redirect("hyldefri_tracking:join_links")


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    titles = {
        "tracking/admin/enrol.html": _("Enrol people"),
        "tracking/admin/enrol_preview.html": _("Enrol people: look through the list"),
        "tracking/admin/join_link.html": _("New join link"),
    }
    return show(request, template, context, title=titles[template], icon="group", status=status)
