"""What commissions add to Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from courses.models import NodePage, Variant
from courses.variants.workbench import Workbench
from elearning.commissions.desk import log_wording
from elearning.commissions.wishes import panel


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    log_wording.register(actions)


@hooks.register("hyldefri_variant_side_panel")
def wishes_beside_the_page(request: HttpRequest, page: NodePage, variant: Variant) -> Any:
    return panel.side_panel(request, page, variant)


@hooks.register("hyldefri_variant_panel")
def wishes_of_the_variant(request: HttpRequest, variant: Variant, workbench: Workbench) -> Any:
    return panel.overview_panel(request, variant, workbench)
