"""»Update«: beside the editor of a variant's page, what waits from the shared course."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from courses.admin.review import waiting_update
from courses.approval.selectors import pending
from courses.models import NodePage, Variant, VariantUpdate
from courses.trees.diff import Change, diff
from courses.trees.nodes import index
from courses.variants.workbench import workbench_of


class UpdateSidePanel(BaseSidePanel):
    """How the variant stands: the update that waits, what is new on this page, where the approval is."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle updates")
        icon_name = "history"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            update = self.panel.update
            return {**context, "count": max(1, update.conflicts) if update else 0}

    name = "update"
    title = _("Updates")
    template_name = "courses/admin/update_panel.html"
    order = 160

    def __init__(self, page: NodePage, request: HttpRequest, variant: Variant) -> None:
        super().__init__(page, request)
        self.variant = variant
        self.update: VariantUpdate | None = waiting_update(variant)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {
            **context,
            "variant": self.variant,
            "update": self.update,
            "new_here": self._new_here(),
            "waiting": pending(self.variant),
        }

    def _new_here(self) -> list[Change]:
        """What the waiting update has new on this page, apart from what we have made of it."""
        if self.update is None:
            return []
        bench = workbench_of(self.variant)
        node_id = str(self.object.node_id)
        before, after = (index(tree).get(node_id) for tree in (bench.base, bench.theirs(self.update.target_release)))
        if before is None or after is None:
            return []
        return [change for change in diff(before, after) if change.node_type not in ("module", "lesson", "dialogue")]
