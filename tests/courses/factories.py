"""Courses as pages, for tests: small trees made complete enough to be stored."""

import uuid
from typing import Any

from courses.actions.create_release import CreateRelease
from courses.actions.create_variant import CreateVariant
from courses.models import CatalogueIndexPage, CoursePage, CourseRelease, Variant
from courses.trees.nodes import Node, tree_hash
from courses.trees.pages import course_pages, write_course
from elearning.municipalities.models import Municipality
from tests.factories import MunicipalityFactory
from tests.trees import block, course, dialogue, lesson, module, paragraph, practise, single_choice

_NAMESPACE = uuid.UUID("6e0ad54b-2f7f-4ac5-8e1d-0d9f3f0f1c55")

DEFAULTS: dict[str, dict[str, Any]] = {
    "course": {
        "slug": "kursus",
        "subtitle": "",
        "audience": "Ledere",
        "introduction": "",
        "attempt_rule": "next_day",
        "order_rule": "free",
        "deadline_days": 0,
        "reminder_days": 0,
        "maturity_display": "figures",
    },
    "module": {"theme": "", "purpose": ""},
    "lesson": {"code": "", "goal": "", "minutes_outside": 0, "required": True},
    "dialogue": {"code": "", "participants": "", "note": ""},
}


def node_id(name: str) -> str:
    """The id that ``storable`` gives the node called ``name``."""
    return str(uuid.uuid5(_NAMESPACE, name))


def storable(tree: Node) -> Node:
    """A tree from ``tests.trees`` with UUIDs and every field a page has."""
    return _storable(tree, {})


def _storable(node: Node, slugs: dict[str, int]) -> Node:
    fields = {**DEFAULTS.get(node["type"], {}), **node["fields"]}
    if node["type"] in ("module", "lesson", "dialogue"):
        fields.setdefault("slug", f"{node['type']}-{len(slugs)}")
        slugs[fields["slug"]] = 1
    if node["type"] == "pool_question":
        fields["question"] = node_id(fields["question"])
    children = {slot: [_storable(child, slugs) for child in nodes] for slot, nodes in node["children"].items()}
    return {**node, "id": node_id(node["id"]), "fields": fields, "children": children}


def small_tree(*more: Node, **fields: Any) -> Node:
    """A course that can be released: a question in the pool, asked in a lesson, and a final test drawing it."""
    return storable(
        course(
            module(
                lesson(
                    paragraph('<p data-block-key="aaaaa">Vi begynder her.</p>', id_="p1"),
                    practise("q1"),
                    id_="l1",
                    title="Begynd",
                ),
                lesson(block("final_test", id_="test", introduction=""), *more, id_="l2", title="Test", minutes=5),
                dialogue(block("reflection", id_="r1", prompt="Hvad nu?"), id_="d1", title="Tal sammen"),
                id_="m1",
                title="Først",
            ),
            pool=[single_choice("q1", "a* b", code="q1", prompt="Hvem ejer gevinsten?")],
            **{"draw_count": 1, **fields},
        )
    )


def make_course(parent: CatalogueIndexPage, tree: Node | None = None) -> CoursePage:
    return write_course(tree or small_tree(), parent)


def make_variant(upstream: CoursePage, municipality: Municipality | None = None) -> Variant:
    """A municipality's own version of a course (released first if it is not), as its editors begin with it: drafts."""
    if upstream.current_release is None:
        CreateRelease(upstream).execute(skip_permission_checks=True)
    return CreateVariant(upstream, municipality or MunicipalityFactory()).execute(skip_permission_checks=True)


def approved_variant(upstream: CoursePage, municipality: Municipality | None = None, **fields: Any) -> Variant:
    """A municipality's own version that new starters get, with ``fields`` changed on the course's own page."""
    variant = make_variant(upstream, municipality)
    for page in course_pages(variant.course):
        if page.pk == variant.course_id:
            for name, value in fields.items():
                setattr(page, name, value)
        page.save_revision().publish()
    variant.course.refresh_from_db()
    return approve(variant)


def approve(variant: Variant, tree: Node | None = None) -> Variant:
    """Release the variant as it stands, or as ``tree``, and let new starters have it."""
    page = CoursePage.objects.get(pk=variant.course_id)
    made = next_release(page, tree) if tree else CreateRelease(page, notes="Nyt").execute(skip_permission_checks=True)
    variant.current_release_id = made.pk
    variant.save()
    return variant


def next_release(course: CoursePage, tree: Node) -> CourseRelease:
    """The next version of a course with this tree in it; its pages stay as they are."""
    number = course.releases.count() + 1
    release: CourseRelease = CourseRelease.objects.create(
        course=course, number=number, tree=tree, sha256=tree_hash(tree), notes="Nyt"
    )
    return release
