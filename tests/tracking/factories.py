"""Released courses and their learners."""

from __future__ import annotations

import json
import uuid
from itertools import count
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from courses.actions.create_release import CreateRelease, seal_files
from courses.demo.media import activity
from courses.models import CatalogueIndexPage, CoursePage, CourseRelease, HomePage
from courses.trees.identity import with_block_keys
from courses.trees.nodes import Node
from courses.trees.pages import write_course, write_page
from courses.trees.schema import validate
from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality
from tests import trees
from tests.courses.factories import next_release
from tracking.models import Enrolment

DEMO = Path(__file__).parents[2] / "courses" / "demo"
PNG = (DEMO / "media" / "arbejdsgang-paa-et-ark.png").read_bytes()

_numbers = count(1)


def new_id() -> str:
    return str(uuid.uuid4())


def block(type_: str, children: dict[str, list[Node]] | None = None, **fields: Any) -> Node:
    return trees.block(type_, new_id(), children, **fields)


def paragraph(text: str = "<p>Læs det her.</p>", **fields: Any) -> Node:
    id_ = new_id()
    return trees.block("paragraph", id_, text=with_block_keys(text, id_), **fields)


def practise(question: Node, **fields: Any) -> Node:
    return block("pool_question", question=question["id"], **fields)


def single_choice(**fields: Any) -> Node:
    """Of three options the first is right; every feedback is a text nothing else holds."""
    texts = {"ret": True, "skæv": False, "gal": False}
    options = [
        trees.node("option", new_id(), text=f"Valg {name}", correct=right, feedback=f"FEEDBACK-{name}")
        for name, right in texts.items()
    ]
    number = next(_numbers)
    given = {"code": f"q{number}", "prompt": f"Spørgsmål {number}?", "explanation": "FORKLARING"} | fields
    return trees.single_choice(new_id(), **given) | {"children": {"options": options}}


def lesson(*body: Node, **fields: Any) -> Node:
    number = next(_numbers)
    defaults = {
        "title": f"Lektion {number}",
        "slug": f"lektion-{number}",
        "code": "",
        "goal": "",
        "minutes": 5,
        "minutes_outside": 0,
        "required": True,
        "hidden": False,
    }
    return trees.node("lesson", new_id(), {"body": list(body) or [paragraph()]}, **(defaults | fields))


def dialogue(*body: Node, **fields: Any) -> Node:
    number = next(_numbers)
    defaults = {
        "title": f"Dialog {number}",
        "slug": f"dialog-{number}",
        "code": "",
        "participants": "Dig og en kollega",
        "minutes": 20,
        "note": "",
        "hidden": False,
    }
    return trees.node("dialogue", new_id(), {"body": list(body) or [paragraph()]}, **(defaults | fields))


def module(*pages: Node, **fields: Any) -> Node:
    number = next(_numbers)
    defaults = {"title": f"Modul {number}", "slug": f"modul-{number}", "theme": "", "purpose": "", "hidden": False}
    return trees.node("module", new_id(), {"pages": list(pages)}, **(defaults | fields))


def course(*modules: Node, pool: list[Node] | None = None, **fields: Any) -> Node:
    slots = {name: fields.pop(name, []) for name in ("goals", "sources", "maturity", "maturity_bands", "process_locks")}
    defaults = {
        "title": "Ledelse i praksis",
        "slug": f"kursus-{next(_numbers)}",
        "subtitle": "",
        "days": 2,
        "audience": "",
        "introduction": "",
        "draw_count": 1,
        "pass_mark": 70,
        "attempt_rule": "next_day",
        "order_rule": "free",
        "deadline_days": 0,
        "reminder_days": 0,
        "maturity_display": "figures",
    }
    children = {**slots, "pool": pool or [], "modules": list(modules)}
    return trees.node("course", new_id(), children, **(defaults | fields))


def released(tree: Node) -> CourseRelease:
    """A release of the tree, its files sealed, under a course's page alone: learners read releases, not pages."""
    problems = validate(tree)
    assert not problems, "\n".join(problems)
    page = write_page({**tree, "children": {**tree["children"], "modules": []}}, catalogue())
    CoursePage.objects.filter(pk=page.pk).update(live=True, has_unpublished_changes=False)
    release = bare_release(tree, CoursePage.objects.get(pk=page.pk))
    seal_files(release)
    return release


def released_from_pages(tree: Node) -> CourseRelease:
    """The tree as pages under the catalogue, and a release of them, as the course's designer makes both."""
    page = write_course(tree, catalogue())
    return CreateRelease(page).execute(skip_permission_checks=True)


def catalogue() -> CatalogueIndexPage:
    existing = CatalogueIndexPage.objects.first()
    if existing:
        return existing
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Forside", slug="forside"))
    return home.add_child(instance=CatalogueIndexPage(title="Kurser", slug="kurser"))


def demo_course() -> Node:
    """The demo course, its media made as rows."""
    tree: Node = json.loads((DEMO / "ledelse-af-digital-forandring.v1.json").read_text())
    rows: dict[str, Any] = {}
    return _with_media(tree, rows)


def _with_media(node: Node, rows: dict[str, Any]) -> Node:
    fields = {}
    for name, value in node["fields"].items():
        if isinstance(value, dict) and "file" in value:
            row = rows.setdefault(value["file"], _row(value))
            value = {"media": value["media"], "id": row.pk}
        fields[name] = value
    children = {slot: [_with_media(child, rows) for child in nodes] for slot, nodes in node["children"].items()}
    return {**node, "fields": fields, "children": children}


def _row(reference: dict[str, str]) -> Any:
    if reference["media"] == "h5p":
        return activity(reference["file"])
    data = (DEMO / "media" / reference["file"]).read_bytes()
    make = image if reference["media"] == "image" else document
    return make(reference["file"], data)


def image(name: str = "ark.png", data: bytes = PNG) -> Any:
    return get_image_model().objects.create(title=name, file=ContentFile(data, name), width=10, height=10)


def document(name: str = "kort.pdf", data: bytes = b"%PDF-1.4 ...") -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(data, name))


def bare_tree(**fields: Any) -> Node:
    """Two required lessons, an optional one with the final test, and a pool of one question, by ids one can read."""
    return trees.course(
        trees.module(
            trees.lesson(trees.practise("question", id_="practice"), id_="lesson-1"),
            trees.lesson(trees.block("reflection", "reflection", prompt="Hvad nu?"), id_="lesson-2"),
            trees.dialogue(id_="dialogue"),
            id_="module",
        ),
        trees.module(trees.lesson(trees.block("final_test", "test"), id_="lesson-3", required=False), id_="module-2"),
        pool=[trees.single_choice("question")],
        **fields,
    )


def bare_release(tree: Node | None = None, of: CoursePage | None = None) -> CourseRelease:
    """The next release of a course, without pages of its content: the record reads the release only."""
    return next_release(of or _bare_course(), tree or bare_tree())


def renamed_release(release: CourseRelease, title: str) -> CourseRelease:
    """The course's next release, in which it has another title."""
    tree = {**release.tree, "fields": {**release.tree["fields"], "title": title}}
    return next_release(release.course, tree)


def bare_enrolment(
    on: CourseRelease | None = None, user: User | None = None, of: Municipality | None = None, **fields: Any
) -> Enrolment:
    """Somebody on such a release; all of them in one municipality unless another is given."""
    on, of = on or bare_release(), of or municipality("201")
    return Enrolment.objects.create(user=user or learner(of), municipality=of, course=on.course, release=on, **fields)


def _bare_course() -> CoursePage:
    number = next(_numbers)
    locale, _new = Locale.objects.get_or_create(language_code="da")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    page: CoursePage = root.add_child(
        instance=CoursePage(title=f"Kursus {number}", slug=f"kursus-{number}", locale=locale)
    )
    return page


def municipality(code: str = "") -> Municipality:
    """The one with the code, else a new one."""
    code = code or f"{next(_numbers):04}"
    name = f"Kommune {code}"
    names = {"name": name, "official_name": name, "genitive": f"{name}s"}
    return Municipality.objects.get_or_create(code=code, defaults=names)[0]


def learner(of: Municipality | None = None, level: str = "") -> User:
    user = User.objects.create_user(f"leder{next(_numbers)}@kommune.example")
    Membership.objects.create(user=user, municipality=of or municipality(), level=level)
    return user


def enrolment(release: CourseRelease, user: User | None = None, level: str = "", **fields: Any) -> Enrolment:
    user = user or learner(level=level)
    membership = Membership.objects.for_user(user).get()
    return Enrolment.objects.create(
        user=user, municipality=membership.municipality, course=release.course, release=release, **fields
    )
