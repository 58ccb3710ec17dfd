"""Choosing an H5P activity for a lesson, among those the editor may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from courses.h5p.accessibility import level_of, type_notes, with_level
from courses.h5p.selectors import activities_for
from courses.models import H5PActivity


def _takes(activity: H5PActivity) -> str:
    return str(level_of(type_notes(activity.current_version)).label)


class _Own:
    """With a column that says what it takes to use them."""

    request: Any

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("takes", label=_("Without a mouse"), accessor=_takes)]  # type: ignore[misc]

    def get_object_list(self) -> QuerySet[H5PActivity]:
        return activities_for(self.request.user).filter(current_version__isnull=False)


class H5PChooseView(_Own, ChooseView):
    pass


class H5PChooseResultsView(_Own, ChooseResultsView):
    pass


class H5PChosenView(ChosenView):
    """Another municipality's is not there."""

    def get_object(self, pk: Any) -> H5PActivity:
        found = activities_for(self.request.user).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def get_display_title(self, instance: H5PActivity) -> str:
        return with_level(instance)


class H5PChosenMultipleView(ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet[H5PActivity]:
        return activities_for(self.request.user).filter(pk__in=pks)


class H5PChooserWidget(BaseChooser):
    """In the lesson, too, the editor sees what the activity takes."""

    def get_display_title(self, instance: H5PActivity) -> str:
        return with_level(instance)


class H5PChooserViewSet(ChooserViewSet):
    model = H5PActivity
    icon = "media"
    base_widget_class = H5PChooserWidget
    choose_one_text = _("Choose an H5P activity")
    choose_another_text = _("Choose another activity")
    edit_item_text = _("See the activity")
    choose_view_class = H5PChooseView
    choose_results_view_class = H5PChooseResultsView
    chosen_view_class = H5PChosenView
    chosen_multiple_view_class = H5PChosenMultipleView

    def get_urlpatterns(self) -> list[URLPattern]:
        """All but the making of one: a package is imported, not typed."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


h5p_chooser = H5PChooserViewSet("hyldefri_h5p_chooser")
