"""People, a variant and posts for the tests of tailoring."""

from __future__ import annotations

from typing import Any

from django.test import Client
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from courses.blocks.base import RICH_TEXT_FEATURES
from courses.models import LessonPage, NodePage, Variant
from courses.trees.nodes import Node
from elearning.municipalities.models import Membership
from tests.courses.factories import node_id, storable
from tests.factories import MembershipFactory
from tests.trees import block, course, lesson, module, paragraph, practise, single_choice


def member(municipality: Any, role: str = Membership.Role.EDITOR) -> Any:
    """Somebody with the role, in the groups that go with it."""
    return MembershipFactory(municipality=municipality, role=role).user


def page_of(variant: Variant, name: str) -> NodePage:
    """The variant's page with that node id, as it is stored."""
    pages = variant.course.get_descendants(inclusive=True).specific()
    return next(page for page in pages if str(page.node_id) == node_id(name))


def draft_of(variant: Variant, name: str) -> Any:
    return page_of(variant, name).get_latest_revision_as_object()


def as_posted(page: NodePage) -> dict[str, Any]:
    """What the editor's form of the page's latest draft would send, its stream's blocks in ``body-*``."""
    draft: Any = page.get_latest_revision_as_object()
    data = {
        "title": draft.title,
        "slug": draft.slug,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "loaded_revision_id": str(page.latest_revision_id),
        "loaded_revision_created_at": page.get_latest_revision().created_at.isoformat(),
    }
    if isinstance(draft, LessonPage):
        data |= {"minutes": str(draft.minutes), "minutes_outside": str(draft.minutes_outside), "code": draft.code}
        data |= {"goal": draft.goal, "required": "on" if draft.required else ""}
    if draft.hidden:
        data["hidden"] = "on"
    for slot in draft.node_slots:
        data |= posted_stream(slot, list(getattr(draft, slot).raw_data))
    return data


def posted_stream(name: str, blocks: list[dict[str, Any]]) -> dict[str, str]:
    data = {f"{name}-count": str(len(blocks))}
    for n, each in enumerate(blocks):
        prefix = f"{name}-{n}"
        data |= {f"{prefix}-type": each["type"], f"{prefix}-order": str(n), f"{prefix}-deleted": ""}
        data |= {f"{prefix}-id": each.get("id") or "", **_posted(f"{prefix}-value", each["value"])}
    return data


def _posted(prefix: str, value: Any) -> dict[str, str]:
    match value:
        case dict():
            return {
                key: text for name, each in value.items() for key, text in _posted(f"{prefix}-{name}", each).items()
            }
        case list() if value and isinstance(value[0], dict):
            data = {f"{prefix}-count": str(len(value))}
            for n, item in enumerate(value):
                data |= {f"{prefix}-{n}-order": str(n), f"{prefix}-{n}-deleted": "", f"{prefix}-{n}-id": item["id"]}
                data |= _posted(f"{prefix}-{n}-value", item["value"])
            return data
        case list():
            return {prefix: value} if value else {}  # type: ignore[dict-item]
        case bool():
            return {prefix: "on"} if value else {}
        case None:
            return {prefix: ""}
        case str() if value.startswith("<"):
            return {prefix: ContentstateConverter(RICH_TEXT_FEATURES).from_database_format(value)}
        case _:
            return {prefix: str(value)}


def save(client: Client, page: NodePage, data: dict[str, Any], **changes: Any) -> Any:
    return client.post(f"/admin/pages/{page.pk}/edit/", {**data, **changes})


def tailored_tree() -> Node:
    """Two modules; in the first a lesson with a locked block, and a locked lesson; a locked pass mark."""
    prompt = {"help": "", "rows": 4, "minutes_outside": 0}
    locked = {
        **block("exercise", "x1", prompt="Skriv tre ting\nned", lock_reason="Alle gør det ens", **prompt),
        "locked": True,
    }
    return storable(
        course(
            module(
                lesson(
                    paragraph('<p data-block-key="a">Først</p>', id_="p1"),
                    locked,
                    single_choice("s1", "a* b", code="s1", prompt="Hvem?"),
                    paragraph('<p data-block-key="b">Sidst</p>', id_="p2"),
                    id_="l1",
                    title="Lektion et",
                ),
                {**lesson(id_="l2", title="Den låste", lock_reason="Loven siger det"), "locked": True},
                lesson(practise("q1"), id_="l3", title="Lektion tre"),
                id_="m1",
                title="Første modul",
            ),
            module(lesson(id_="l4", title="Lektion fire"), id_="m2", title="Andet modul"),
            pool=[single_choice("q1", "c* d", code="q1", prompt="Hvem ejer gevinsten?")],
            draw_count=1,
        )
    )


def with_process_lock(tree: Node, setting: str = "pass_mark", reason: str = "Beviset skal betyde det samme") -> Node:
    lock: Node = {
        "id": node_id(f"lock-{setting}"),
        "type": "process_lock",
        "fields": {"setting": setting, "reason": reason},
        "children": {},
    }
    return {**tree, "children": {**tree["children"], "process_locks": [lock]}}
