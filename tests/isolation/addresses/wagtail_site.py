"""Wagtail's admin: what is the operator's, and what is each person's own."""

from __future__ import annotations

from typing import Any

from tests.isolation.visits import Visit, at, course, person, thing, value, visit
from tests.isolation.world import FOREIGN, World

NOTHING_THERE = "Nothing of anybody's is shown there."
NO_FORMS = "No page of ours is a form."


def _group(world: World) -> list[int]:
    return [world.theirs.editors.pk]


def _account(world: World) -> dict[str, Any]:
    return {"email": "overtaget@zbeta.example", "first_name": "Overtaget", "last_name": "Konto", "is_active": "on"}


VISITS: dict[str, Visit] = {
    "wagtailadmin_account": visit(),
    "wagtailadmin_logout": visit(unseen=NOTHING_THERE),
    "wagtailadmin_dismissibles": visit(unseen=NOTHING_THERE),
    "wagtailadmin_sprite": visit(unseen=NOTHING_THERE),
    "wagtailadmin_javascript_catalog": visit(unseen=NOTHING_THERE),
    "wagtailadmin_block_preview": visit("id=courses.blocks", unseen=NOTHING_THERE),
    "wagtailadmin_login": visit(unseen=NOTHING_THERE),
    "wagtailadmin_password_reset": visit(
        form=lambda world: {"email": world.theirs.people["editor"].email}, unseen=NOTHING_THERE
    ),
    "wagtailadmin_password_reset_done": visit(unseen=NOTHING_THERE),
    "wagtailadmin_password_reset_confirm": visit(uidb64=value("MQ"), token=value("a-b"), unseen=NOTHING_THERE),
    "wagtailadmin_password_reset_complete": visit(unseen=NOTHING_THERE),
    "admin/login/": at("/admin/login/", unseen=NOTHING_THERE),
    "admin/test404/": at("/admin/test404/", unseen=NOTHING_THERE),
    "admin/^.*/$": at("/admin/findes/ikke/", unseen=NOTHING_THERE),
    "wagtailadmin_workflows:index": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:index_results": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:add": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:enable": visit(pk=thing("workflow"), unseen=NOTHING_THERE),
    "wagtailadmin_workflows:disable": visit(pk=thing("workflow"), unseen=NOTHING_THERE),
    "wagtailadmin_workflows:edit": visit(pk=thing("workflow"), unseen=NOTHING_THERE),
    "wagtailadmin_workflows:usage": visit(pk=thing("workflow")),
    "wagtailadmin_workflows:usage_results": visit(pk=thing("workflow"), unseen=NOTHING_THERE),
    "wagtailadmin_workflows:remove": Visit(
        paths=lambda world: [
            f"/admin/workflows/remove/{world.theirs.course.pk}/",
            f"/admin/workflows/remove/{world.theirs.course.pk}/{world.theirs.things['workflow'].pk}/",
        ],
        unseen="It answers with a redirect.",
    ),
    "wagtailadmin_workflows:add_task": visit(
        app_label=value("wagtailcore"), model_name=value("groupapprovaltask"), unseen=NOTHING_THERE
    ),
    "wagtailadmin_workflows:select_task_type": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:task_index": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:task_index_results": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:edit_task": visit(pk=thing("task_state", "task_id")),
    "wagtailadmin_workflows:disable_task": visit(pk=thing("task_state", "task_id"), unseen=NOTHING_THERE),
    "wagtailadmin_workflows:enable_task": visit(pk=thing("task_state", "task_id"), unseen=NOTHING_THERE),
    "wagtailadmin_workflows:task_chooser": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:task_chooser_results": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:task_chooser_create": visit(unseen=NOTHING_THERE),
    "wagtailadmin_workflows:task_chosen": visit(task_id=thing("task_state", "task_id"), unseen=NOTHING_THERE),
    "wagtailforms:index": visit(unseen=NO_FORMS),
    "wagtailforms:index_results": visit(unseen=NO_FORMS),
    "wagtailforms:list_submissions": visit(page_id=course, unseen=NO_FORMS),
    "wagtailforms:list_submissions_results": visit(page_id=course, unseen=NO_FORMS),
    "wagtailforms:delete_submissions": visit(page_id=course, unseen=NO_FORMS),
    "wagtailredirects:index": visit(),
    "wagtailredirects:index_results": visit(),
    "wagtailredirects:add": visit(form=lambda world: {"old_path": "/x", "redirect_page": world.theirs.course.pk}),
    "wagtailredirects:edit": visit(redirect_id=thing("redirect"), form=lambda _world: {"old_path": "/overtaget"}),
    "wagtailredirects:delete": visit(redirect_id=thing("redirect")),
    "wagtailredirects:start_import": visit(unseen=NOTHING_THERE),
    "wagtailredirects:process_import": visit(unseen=NOTHING_THERE),
    "wagtailembeds:chooser": visit(unseen=NOTHING_THERE),
    "wagtailembeds:chooser_upload": visit(unseen=NOTHING_THERE),
    "wagtailsnippets:index": visit(unseen=NOTHING_THERE),
    "wagtailsites:index": visit(),
    "wagtailsites:index_results": visit(),
    "wagtailsites:add": visit(unseen=NOTHING_THERE),
    "wagtailsites:edit": visit(pk=thing("site"), form=lambda _world: {"hostname": "overtaget"}),
    "wagtailsites:delete": visit(pk=thing("site")),
    "wagtailsites:history": visit(pk=thing("site")),
    "wagtailsites:history_results": visit(pk=thing("site"), unseen=NOTHING_THERE),
    "wagtailsites:usage": visit(pk=thing("site")),
    "wagtailsites:copy": visit(pk=thing("site")),
    "wagtailusers_users:index": visit(f"q={FOREIGN}", "export=csv"),
    "wagtailusers_users:index_results": visit(f"q={FOREIGN}"),
    "wagtailusers_users:add": visit(form=_account),
    "wagtailusers_users:edit": visit(pk=person, form=_account),
    "wagtailusers_users:delete": visit(pk=person),
    "wagtailusers_users:history": visit(pk=person),
    "wagtailusers_users:history_results": visit(pk=person, unseen=NOTHING_THERE),
    "wagtailusers_users:usage": visit(pk=person),
    "wagtailusers_users:copy": visit(pk=person),
    "wagtailusers_groups:index": visit(),
    "wagtailusers_groups:index_results": visit(),
    "wagtailusers_groups:add": visit(),
    "wagtailusers_groups:edit": visit(pk=_group, form=lambda _world: {"name": "overtaget"}),
    "wagtailusers_groups:delete": visit(pk=_group),
    "wagtailusers_groups:history": visit(pk=_group),
    "wagtailusers_groups:history_results": visit(pk=_group, unseen=NOTHING_THERE),
    "wagtailusers_groups:usage": visit(pk=_group),
    "wagtailadmin_error_test": Visit(paths=lambda _world: [], unseen="It raises, to try out what happens then."),
}
