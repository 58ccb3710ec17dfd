"""The activities: all of them, one of them, its end."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions.change_h5p import ChangeH5P, H5PActivityInUse, RemoveH5P
from courses.admin.h5p.forms import ActivityForm
from courses.admin.h5p.screens import TITLE, ActivityScreen, H5PScreen
from courses.h5p.accessibility import type_notes
from courses.h5p.selectors import (
    activities_for,
    imports_under_way,
    is_playable,
    may_approve,
    may_change,
    may_import,
    may_remove,
    may_see_h5p,
    pinned,
    uses_of,
    uses_of_all,
    with_waiting,
)


class ActivitiesView(H5PScreen):
    template_name = "courses/admin/h5p/activities.html"
    page_title = TITLE
    paginate_by = 25

    def is_allowed(self) -> bool:
        return may_see_h5p(self.request.user) or may_approve(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        text = self.request.GET.get("q", "").replace("\0", "").strip()[:100]
        found = with_waiting(activities_for(user)).order_by("title", "pk")
        if text:
            found = found.filter(title__icontains=text)
        page = Paginator(found, self.paginate_by).get_page(self.request.GET.get("p"))
        uses = uses_of_all(page.object_list, user)
        return super().get_context_data(
            page_obj=page,
            rows=[(activity, uses[activity.pk]) for activity in page.object_list],
            text=text,
            query=urlencode({"q": text}) if text else "",
            under_way=imports_under_way(user),
            may_import=may_import(user),
            **kwargs,
        )


class ActivityView(ActivityScreen):
    """What it is, where it stands and what it is made with; whoever may change it, changes it here."""

    template_name = "courses/admin/h5p/activity.html"

    def get_page_title(self) -> str:
        return str(self.activity.title)

    def get_page_subtitle(self) -> str:
        return ""

    def crumbs(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, version = self.request.user, self.activity.current_version
        if may_change(user, self.activity):
            kwargs.setdefault("form", ActivityForm(activity=self.activity, user=user))
        return super().get_context_data(
            version=version,
            versions=self.activity.versions.without_content().select_related("created_by"),
            builds=pinned(version) if version else [],
            playable=is_playable(version),
            notes=type_notes(version),
            uses=uses_of(self.activity, user),
            may_change=may_change(user, self.activity),
            may_remove=may_remove(user, self.activity),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ActivityForm(request.POST, activity=self.activity, user=request.user)
        if not form.is_valid():
            return self.refuse(form=form)
        try:
            ChangeH5P(self.activity, form.cleaned_data, user=request.user).execute()
        except ValidationError as error:
            form.add_error(None, error)
            return self.refuse(form=form)
        messages.success(request, _("Saved."))
        return redirect("hyldefri_h5p_activity", self.activity.pk)


class RemoveActivityView(ActivityScreen):
    template_name = "courses/admin/h5p/remove_activity.html"
    page_title = gettext_lazy("Remove the activity")

    def is_allowed(self) -> bool:
        return may_remove(self.request.user, self.activity)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(uses=uses_of(self.activity, self.request.user), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        title = self.activity.title
        try:
            RemoveH5P(self.activity, user=request.user).execute()
        except H5PActivityInUse as error:
            return self.refuse(409, refusal=str(error))
        messages.success(request, _("»%(title)s« is removed.") % {"title": title})
        return redirect("hyldefri_h5p")
