"""Wagtail's own editing views for a course's pages, with the side panel."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from courses.admin.side_panel import MeasuresSidePanel
from courses.models import CoursePage, DialoguePage, LessonPage, ModulePage
from courses.trees.workbench import course_of


class NodeEditView(EditView):
    def get_side_panels(self) -> MediaContainer:
        panel = MeasuresSidePanel(self.page, self.request, course_of(self.page))
        return MediaContainer([*super().get_side_panels(), panel])


class NodeCreateView(CreateView):
    def get_side_panels(self) -> MediaContainer:
        panel = MeasuresSidePanel(self.page, self.request, course_of(self.parent_page))
        return MediaContainer([*super().get_side_panels(), panel])


def page_viewset(page_model: type[Any]) -> PageViewSet:
    viewset: PageViewSet = type(
        f"{page_model.__name__}ViewSet",
        (PageViewSet,),
        {"model": page_model, "edit_view_class": NodeEditView, "add_view_class": NodeCreateView},
    )()
    return viewset


NODE_VIEWSETS = [page_viewset(model) for model in (CoursePage, ModulePage, LessonPage, DialoguePage)]
