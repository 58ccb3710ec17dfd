"""Wagtail's own editing views for a course's pages: with side panels, and the rules of tailoring."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from courses.admin import stale
from courses.admin.side_panel import MeasuresSidePanel, OwnChangesSidePanel
from courses.admin.update_panel import UpdateSidePanel
from courses.models import CoursePage, DialoguePage, LessonPage, ModulePage, Variant
from courses.trees.workbench import course_of
from courses.variants.access import variant_of
from courses.variants.editing import notice_message
from courses.variants.telling import tell_tailored


class NodeEditView(EditView):
    """Wagtail's, but for tabs that are out of date, what tailoring has to say, and our side panels."""

    refused_revision = ""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            shown: HttpResponse = super().dispatch(request, page_id, **kwargs)
            return shown
        page = get_object_or_404(Page, pk=page_id)
        with transaction.atomic():
            stale.hold(page, variant_of(page))
            response: HttpResponse = super().dispatch(request, page_id, **kwargs)
            return response

    def get_template_names(self) -> list[str]:
        names: list[str] = super().get_template_names()
        return ["courses/admin/edit.html" if name == "wagtailadmin/pages/edit.html" else name for name in names]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_stale and not self.page.alias_of_id:
            return self.refuse_autosave() if self.expects_json_response else self.refuse_stale()
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    @property
    def is_stale(self) -> bool:
        latest = str(self.latest_revision.pk) if self.latest_revision else ""
        based_on = self.request.POST.get(stale.STALE_FIELD)
        if based_on:
            return bool(based_on != latest)
        if not stale.written_on(self.request.POST):
            # The form always says; a page that had no revision when it was opened has got its first since.
            return bool(latest) and variant_of(self.page) is not None
        return bool(self.is_out_of_date)

    def refuse_autosave(self) -> HttpResponse:
        response: HttpResponse = self.json_error_response(
            "invalid_revision", _("The page has changed since you opened it.")
        )
        return response

    def refuse_stale(self) -> HttpResponse:
        """The form again, with everything that was typed, unsaved."""
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        self.autosave_enabled = False
        self.refused_revision = stale.written_on(self.request.POST) or "0"
        messages.error(
            self.request,
            stale.explanation(self.page, variant_of(self.page), self.refused_revision, self.latest_revision),
            buttons=[
                messages.button(self.get_edit_url(), _("Open the newer version"), new_window=True),
                messages.button(self.get_history_url(), _("See what has happened to the page"), new_window=True),
            ],
        )
        response: HttpResponse = self.render_to_response(self.get_context_data(), status=409)
        return response

    def add_save_confirmation_message(self) -> None:
        super().add_save_confirmation_message()
        tailoring = self.form.tailoring
        for notice in tailoring.notices if tailoring else []:
            messages.warning(self.request, notice_message(notice))

    def get_side_panels(self) -> MediaContainer:
        panels = [*super().get_side_panels(), MeasuresSidePanel(self.page, self.request, course_of(self.page))]
        variant = variant_of(self.page)
        if variant is not None:
            panels.append(OwnChangesSidePanel(self.page, self.request, variant))
            panels.append(UpdateSidePanel(self.page, self.request, variant))
            panels += self.panels_of_others(variant)
        return MediaContainer(panels)

    def panels_of_others(self, variant: Variant) -> list[BaseSidePanel]:
        """By the hook ``hyldefri_variant_side_panel``: ``panel(request, page, variant) -> BaseSidePanel | None``."""
        made = [make(self.request, self.page, variant) for make in hooks.get_hooks("hyldefri_variant_side_panel")]
        return [panel for panel in made if panel is not None]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "refused_revision": self.refused_revision, "stale_field": stale.STALE_FIELD}


class NodeRevertView(NodeEditView, RevisionsRevertView):
    """Going back to an older version by hand is an edit like any other."""


class NodeCreateView(CreateView):
    def get_side_panels(self) -> MediaContainer:
        panel = MeasuresSidePanel(self.page, self.request, course_of(self.parent_page))
        return MediaContainer([*super().get_side_panels(), panel])


class NodePositionView(SetPagePositionView):
    """Dragged in the list; a locked page stays where the course has it."""

    def post(self, request: HttpRequest, page_to_move_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_to_move_id)
        variant = variant_of(page)
        if variant is not None and not page.permissions_for_user(request.user).can_move():
            raise PermissionDenied
        response: HttpResponse = super().post(request, page_to_move_id, *args, **kwargs)
        if variant is not None:
            tell_tailored(variant)
        return response


def page_viewset(page_model: type[Any]) -> PageViewSet:
    viewset: PageViewSet = type(
        f"{page_model.__name__}ViewSet",
        (PageViewSet,),
        {
            "model": page_model,
            "edit_view_class": NodeEditView,
            "add_view_class": NodeCreateView,
            "revisions_revert_view_class": NodeRevertView,
            "set_page_position_view_class": NodePositionView,
        },
    )()
    return viewset


NODE_VIEWSETS = [page_viewset(model) for model in (CoursePage, ModulePage, LessonPage, DialoguePage)]
