"""»Time and reading«: the measures beside the editor, renewed whenever the page is saved, by hand or by itself."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from courses.admin.measures import Measures, measure
from courses.models import CoursePage, NodePage, Variant
from courses.variants.changes import PageChanges, page_changes


class MeasuresSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle time and reading")
        icon_name = "hyldefri-time"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            measures = self.panel.measures
            return {**context, "count": measures.warnings if measures else 0}

    name = "measures"
    title = _("Time and reading")
    template_name = "courses/admin/side_panel.html"
    order = 150

    def __init__(self, page: NodePage, request: HttpRequest, course: CoursePage | None) -> None:
        super().__init__(page, request)
        self.measures: Measures | None = measure(page, course)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "measures": self.measures}


class OwnChangesSidePanel(BaseSidePanel):
    """»Our changes«: where the page of a variant differs from the version of the course it builds on."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle our changes")
        icon_name = "edit"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "count": self.panel.standing.count}

    name = "own-changes"
    title = _("Our changes")
    template_name = "courses/admin/own_changes_panel.html"
    order = 140

    def __init__(self, page: NodePage, request: HttpRequest, variant: Variant) -> None:
        super().__init__(page, request)
        self.standing: PageChanges = page_changes(variant, page)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        # For locked-blocks.js, which marks them in the form.
        blocks = [
            {
                "id": line.block_id,
                "words": " ".join(filter(None, [gettext("Locked by the course's designer."), line.detail])),
            }
            for line in self.standing.locked
            if line.block_id
        ]
        return {
            **context,
            "standing": self.standing,
            "variant": self.standing.variant,
            "locked_blocks": json.dumps(blocks),
        }
