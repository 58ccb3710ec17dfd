"""Courses with a release, and people enrolled on them, without the pages' content: the record reads the release."""

from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.models import Locale, Page

from courses.models import CoursePage, CourseRelease
from courses.trees.nodes import Node, tree_hash
from elearning.accounts.models import User
from elearning.municipalities.models import Municipality
from tests import trees
from tracking.models import Enrolment

_numbers = count(1)


def small_tree(**fields: Any) -> Node:
    """Two required lessons, an optional one with the final test, and a pool of one question."""
    question = trees.single_choice("question")
    return trees.course(
        trees.module(
            trees.lesson(trees.practise("question", id_="practice"), id_="lesson-1"),
            trees.lesson(trees.block("reflection", "reflection", prompt="Hvad nu?"), id_="lesson-2"),
            trees.dialogue(id_="dialogue"),
            id_="module",
        ),
        trees.module(trees.lesson(trees.block("final_test", "test"), id_="lesson-3", required=False), id_="module-2"),
        pool=[question],
        **fields,
    )


def municipality(code: str = "201") -> Municipality:
    name = f"Kommune {code}"
    return Municipality.objects.get_or_create(code=code, defaults={"name": name, "official_name": name})[0]


def learner() -> User:
    return User.objects.create_user(f"laerer{next(_numbers)}@example.dk", first_name="Kirsten", last_name="Holm")


def course() -> CoursePage:
    number = next(_numbers)
    locale, _new = Locale.objects.get_or_create(language_code="da")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    page: CoursePage = root.add_child(
        instance=CoursePage(title=f"Kursus {number}", slug=f"kursus-{number}", locale=locale)
    )
    return page


def release(tree: Node | None = None, of: CoursePage | None = None) -> CourseRelease:
    """The next release of a course with this tree."""
    tree, page = tree or small_tree(), of or course()
    number = page.releases.count() + 1
    return CourseRelease.objects.create(course=page, number=number, tree=tree, sha256=tree_hash(tree))


def enrol(on: CourseRelease | None = None, **fields: Any) -> Enrolment:
    on = on or release()
    given = {"user": fields.pop("user", None) or learner(), "municipality": fields.pop("municipality", None)}
    given["municipality"] = given["municipality"] or municipality()
    return Enrolment.objects.create(course=on.course, release=on, **given, **fields)
