"""Wagtail's admin: pages, choosing them, their reports."""

from __future__ import annotations

from typing import Any

from tests.isolation.visits import (
    Values,
    Visit,
    course,
    draft,
    pages,
    parents,
    thing,
    value,
    visit,
)
from tests.isolation.world import SHARED_WORD, World

SEARCH = f"q={SHARED_WORD}"


def _title(world: World) -> dict[str, Any]:
    return {"title": "overtaget", "slug": "overtaget", "action-publish": "1"}


def _copy(world: World) -> dict[str, Any]:
    return {
        "new_title": "kopi", "new_slug": "kopi", "new_parent_page": world.ours.page.pk, "copy_subpages": "on"
    }  # fmt: skip


def _into_theirs(world: World) -> dict[str, Any]:
    return {"new_parent_page": world.theirs.page.pk, "new_title": "kopi", "new_slug": "kopi"}


def _revision(which: str) -> Values:
    def revisions(world: World) -> list[int]:
        return [getattr(world.theirs.course, which).pk]

    return revisions


def _ids(*things: str) -> Any:
    return lambda world: "&".join(f"id={getattr(world.theirs, thing).pk}" for thing in things)


REVISION = _revision("latest_revision")
OF_COURSES = {"content_type_app_name": value("courses"), "content_type_model_name": value("coursepage", "lessonpage")}
WORKFLOW = {"page_id": draft, "action_name": value("approve"), "task_state_id": thing("task_state")}
PROTECTED = "What is part of a municipality's own version leads back: it is hidden, not taken away."

VISITS: dict[str, Visit] = {
    "wagtailadmin_home": visit(),
    "wagtailadmin_explore_root": visit(SEARCH),
    "wagtailadmin_explore": visit(SEARCH, "ordering=ord", "export=csv", parent_page_id=parents),
    "wagtailadmin_explore_results": visit(SEARCH, parent_page_id=parents),
    "wagtail_bulk_action": Visit(
        {
            "app_label": value("wagtailcore"),
            "model_name": value("page"),
            "action": value("delete", "move"),
        },
        (
            "id=all&next=/admin/",
            _ids("course", "draft"),
            lambda world: f"id=all&childOf={world.theirs.page.pk}",
            lambda world: f"id=all&childOf={world.home.pk}",
            lambda world: f"id={world.ours.course.pk}&id={world.theirs.course.pk}",
        ),
        form=lambda world: {"chooser": world.ours.page.pk},
    ),
    "wagtailadmin_pages:add": visit(
        content_type_app_name=value("courses"),
        content_type_model_name=value("modulepage", "coursepage"),
        parent_page_id=lambda world: [world.theirs.course.pk, world.theirs.page.pk],
        form=_title,
    ),
    "wagtailadmin_pages:preview_on_add": visit(
        content_type_app_name=value("courses"),
        content_type_model_name=value("modulepage"),
        parent_page_id=course,
        form=_title,
        unseen="A preview is made of what is posted.",
    ),
    "wagtailadmin_pages:type_use": visit(SEARCH, **OF_COURSES),
    "wagtailadmin_pages:type_use_results": visit(SEARCH, **OF_COURSES),
    "wagtailadmin_pages:choose_parent": visit(
        "q=zal",
        app_label=value("courses"),
        model_name=value("coursepage", "modulepage"),
        unseen="It asks with a chooser of pages.",
    ),
    "wagtailadmin_pages:usage": visit(page_id=pages),
    "wagtailadmin_pages:edit": visit(page_id=pages, form=_title),
    "wagtailadmin_pages:preview_on_edit": visit(
        page_id=pages, form=_title, unseen="A preview is made of what is posted."
    ),
    "wagtailadmin_pages:view_draft": visit(page_id=pages),
    "wagtailadmin_pages:add_subpage": visit(parent_page_id=parents),
    "wagtailadmin_pages:delete": visit(page_id=pages, unseen=PROTECTED),
    "wagtailadmin_pages:unpublish": visit(page_id=pages, unseen=PROTECTED),
    "wagtailadmin_pages:convert_alias": visit(page_id=pages, unseen="None of the pages is an alias."),
    "wagtailadmin_pages:search": visit(
        SEARCH, f"{SEARCH}&content_type=courses.lessonpage", f"{SEARCH}&p=1", f"{SEARCH}&live=false"
    ),
    "wagtailadmin_pages:search_results": visit(SEARCH, f"{SEARCH}&content_type=courses.lessonpage"),
    "wagtailadmin_pages:move": visit(page_to_move_id=lambda world: [*pages(world), world.ours.course.pk]),
    "wagtailadmin_pages:move_confirm": Visit(
        {
            "page_to_move_id": lambda world: [world.theirs.course.pk, world.ours.course.pk],
            "destination_id": lambda world: [world.theirs.page.pk, world.ours.page.pk],
        }
    ),
    "wagtailadmin_pages:set_page_position": visit(
        lambda _world: "position=0", page_to_move_id=pages, form=lambda _world: {}, unseen="It answers nothing."
    ),
    "wagtailadmin_pages:copy": visit(page_id=pages, form=_copy),
    "wagtailadmin_pages:workflow_action": Visit(WORKFLOW, unseen="It answers to what is posted only."),
    "wagtailadmin_pages:collect_workflow_action_data": Visit(WORKFLOW, unseen="It hands on what is posted."),
    "wagtailadmin_pages:confirm_workflow_cancellation": visit(page_id=draft, unseen="It asks without a title."),
    "wagtailadmin_pages:workflow_preview": visit(page_id=draft, task_id=thing("task_state", "task_id")),
    "wagtailadmin_pages:set_privacy": visit(
        page_id=pages, form=lambda _world: {"restriction_type": "login"}, unseen="A form without the page's title."
    ),
    "wagtailadmin_pages:lock": visit(page_id=pages, unseen="It answers with a redirect."),
    "wagtailadmin_pages:unlock": visit(
        page_id=lambda world: [world.theirs.lesson.pk], unseen="It answers with a redirect."
    ),
    "wagtailadmin_pages:revisions_index": visit(page_id=pages, unseen="It leads to the history."),
    "wagtailadmin_pages:revisions_view": visit(page_id=course, revision_id=REVISION),
    "wagtailadmin_pages:revisions_revert": visit(page_id=course, revision_id=REVISION, form=_title),
    "wagtailadmin_pages:revisions_unschedule": visit(page_id=course, revision_id=REVISION),
    "wagtailadmin_pages:revisions_compare": visit(
        pk=course, revision_id_a=value("earliest", "live"), revision_id_b=value("latest")
    ),
    "wagtailadmin_pages:workflow_history": visit(page_id=draft),
    "wagtailadmin_pages:workflow_history_detail": visit(page_id=draft, workflow_state_id=thing("workflow_state")),
    "wagtailadmin_pages:history": visit("export=csv", page_id=pages),
    "wagtailadmin_pages:history_results": visit(page_id=pages),
    "wagtailadmin_choose_page": visit(
        "page_type=courses.CoursePage",
        "page_type=courses.MunicipalityPage",
        "page_type=courses.LessonPage&multiple=1",
        lambda world: f"target_pages[]={world.theirs.course.pk}&user_perms=move_to",
        unseen="The first page is the root, which nobody's words are on.",
    ),
    "wagtailadmin_choose_page_child": visit(
        "multiple=1",
        "page_type=courses.CoursePage",
        "user_perms=copy_to",
        parent_page_id=lambda world: [*parents(world), world.theirs.module.pk],
    ),
    "wagtailadmin_choose_page_search": visit(SEARCH, f"{SEARCH}&page_type=courses.LessonPage", f"{SEARCH}&p=1"),
    "wagtailadmin_choose_page_chosen_multiple": visit(_ids("course", "draft")),
    "wagtailadmin_choose_page_external_link": visit(
        form=lambda world: {
            "external-link-chooser-url": world.theirs.course.full_url or world.theirs.course.url,
            "external-link-chooser-link_text": "Her",
        },
        unseen="What is posted is what it answers with.",
    ),
    "wagtailadmin_choose_page_email_link": visit(unseen="A form for an address of any kind."),
    "wagtailadmin_choose_page_phone_link": visit(unseen="A form for an address of any kind."),
    "wagtailadmin_choose_page_anchor_link": visit(unseen="A form for an address of any kind."),
    "wagtailadmin_reports:locked_pages": visit("export=csv", "export=xlsx"),
    "wagtailadmin_reports:locked_pages_results": visit(),
    "wagtailadmin_reports:workflow": visit("export=csv"),
    "wagtailadmin_reports:workflow_results": visit(),
    "wagtailadmin_reports:workflow_tasks": visit("export=csv"),
    "wagtailadmin_reports:workflow_tasks_results": visit(),
    "wagtailadmin_reports:site_history": visit("export=csv", "label=z", "p=2"),
    "wagtailadmin_reports:site_history_results": visit("label=z"),
    "wagtailadmin_reports:aging_pages": visit("export=csv", "export=xlsx"),
    "wagtailadmin_reports:aging_pages_results": visit(),
    "wagtailadmin_reports:page_types_usage": visit("export=csv"),
    "wagtailadmin_reports:page_types_usage_results": visit(),
    "wagtailadmin_api:pages:listing": visit(
        "limit=20",
        f"search={SHARED_WORD}",
        "fields=*",
        "for_explorer=1",
        lambda world: f"child_of={world.theirs.page.pk}",
        lambda world: f"child_of={world.home.pk}",
        lambda world: f"descendant_of={world.theirs.course.pk}",
        "type=courses.LessonPage",
    ),
    "wagtailadmin_api:pages:detail": visit(pk=lambda world: [*pages(world), world.home.pk]),
    "wagtailadmin_api:pages:find": visit(
        lambda world: f"id={world.theirs.course.pk}",
        lambda world: f"html_path={world.theirs.course.url}",
        unseen="It leads elsewhere.",
    ),
    "wagtailadmin_api:pages:action": visit(
        pk=pages,
        action_name=value("copy", "delete", "publish", "unpublish", "move", "revert_to_page_revision", "create_alias"),
        form=lambda world: {
            "destination_page_id": world.ours.page.pk,
            "revision_id": world.theirs.course.latest_revision.pk,
            "keep_live": False,
            "recursive": True,
        },
        unseen="It answers to what is posted only.",
    ),
    "wagtailadmin_editing_sessions:ping": visit(
        app_label=value("wagtailcore"),
        model_name=value("page"),
        object_id=lambda world: [str(world.theirs.course.pk), str(world.ours.course.pk)],
        session_id=thing("session"),
        unseen="It answers to what is posted only.",
    ),
    "wagtailadmin_editing_sessions:release": visit(session_id=thing("session"), unseen="It answers nothing."),
}
