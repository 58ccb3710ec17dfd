"""What stands in the way of a release, and what its author should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.blocks.questions import QUESTION_TYPES
from courses.estimates import budget, understated
from courses.h5p.selectors import waiting_among
from courses.media import MediaKey, load, media_keys
from courses.models import CoursePage
from courses.quizzes.drawing import pool_size
from courses.trees.diff import label
from courses.trees.links import linked_documents, linked_nodes, linked_pages, media_in
from courses.trees.nodes import Node, lessons, visible, walk

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing found. An error refuses the release; ``node_id`` is the page or block it is about, or None."""

    code: str
    severity: Severity
    message: str
    node_id: str | None = None


@dataclass(frozen=True)
class Known:
    """What links and files in some trees lead to: the files that exist, the pages that learners can see."""

    files: frozenset[MediaKey]
    pages: frozenset[int]
    #: H5P activities that cannot be played yet: a library waits for approval.
    waiting: frozenset[int] = frozenset()


def known_in(*trees: Node) -> Known:
    """Looks up what the trees refer to; one query a kind of thing, however many trees there are."""
    keys = {key for tree in trees for key in media_keys(tree)}
    pages = {pk for tree in trees for place in walk(tree) for kind, pk in _links_of(place.node) if kind == "page"}
    live = Page.objects.filter(pk__in=pages).live().public().values_list("pk", flat=True) if pages else ()
    activities = {pk for kind, pk in keys if kind == "h5p"}
    return Known(frozenset(load(keys)), frozenset(live), waiting_among(activities))


def findings(tree: Node) -> list[Finding]:
    """Everything found in a tree that is to be released, errors first, each in reading order."""
    return sorted([*_found(tree, known_in(tree)), *_minutes(tree)], key=lambda finding: finding.severity)


def errors(tree: Node, known: Known) -> list[Finding]:
    """What would refuse a release, without a query: ``known`` covers what the tree refers to."""
    return [finding for finding in _found(tree, known) if finding.severity == "error"]


def _found(tree: Node, known: Known) -> Iterator[Finding]:
    yield from _contents(tree)
    yield from _budget(tree)
    yield from _pool(tree)
    yield from _questions(tree)
    yield from _media(tree, known)
    yield from _links(tree, known)


def _error(code: str, message: str, node: Node | None = None) -> Finding:
    return Finding(code, "error", message, node["id"] if node else None)


def _warning(code: str, message: str, node: Node | None = None) -> Finding:
    return Finding(code, "warning", message, node["id"] if node else None)


def _contents(tree: Node) -> Iterator[Finding]:
    if not any(lessons(tree)):
        yield _error("no_lessons", _("The course has no published lesson that learners can see."))
    seen: set[str] = set()
    for place in walk(tree):
        if place.node["id"] in seen:
            yield _error(
                "duplicate_id",
                _("»%(label)s« is in the course twice under one id. Delete one of them and write it anew.")
                % {"label": label(place.node)},
                place.node,
            )
        seen.add(place.node["id"])


def _budget(tree: Node) -> Iterator[Finding]:
    spent = budget(tree)
    if spent.over > 0:
        heaviest = ", ".join(
            _("%(module)s %(minutes)d min.") % {"module": module, "minutes": minutes}
            for module, minutes in sorted(
                ((module.title, module.lessons + module.dialogues) for module in spent.per_module),
                key=lambda row: -row[1],
            )
        )
        yield _error(
            "over_budget",
            _("The course is %(over)d minutes over its budget: %(used)d of %(limit)d, dialogues counted. %(where)s")
            % {"over": spent.over, "used": spent.used, "limit": spent.limit, "where": heaviest},
            tree,
        )


def _pool(tree: Node) -> Iterator[Finding]:
    tests = [p.node for p in visible(tree) if p.node["type"] == "final_test"]
    if not tests:
        yield _warning("no_final_test", _("The course has no final test, so nobody can pass it."))
        return
    if len(tests) > 1:
        yield _error(
            "two_final_tests",
            _("The course has %(n)d final tests; it can have one.") % {"n": len(tests)},
            tests[1],
        )
    have, need = pool_size(tree), tree["fields"]["draw_count"]
    if have < need:
        yield _error(
            "pool_too_small",
            _(
                "The final test draws %(need)d questions, but only %(have)d can be drawn: a question "
                "counts when a visible lesson asks it."
            )
            % {"need": need, "have": have},
            tree,
        )


def _questions(tree: Node) -> Iterator[Finding]:
    pool = {node["id"] for node in tree["children"]["pool"]}
    for place in visible(tree):
        node = place.node
        if node["type"] == "pool_question" and node["fields"]["question"] not in pool:
            yield _error("unknown_question", _("A lesson asks a question that is not in the pool."), place.parent)
        if node["type"] in QUESTION_TYPES and not _is_answerable(node):
            yield _error(
                "unanswerable",
                _("»%(label)s« cannot be answered right: look at its options and which of them are right.")
                % {"label": label(node)},
                node,
            )


#: The fewest children a question needs in its slot to be a question.
_FEWEST = {"options": 2, "pairs": 2, "items": 2, "accepted": 1}


def _is_answerable(node: Node) -> bool:
    if not str(node["fields"]["prompt"]).strip():
        return False
    for slot, fewest in _FEWEST.items():
        if slot in node["children"] and len(node["children"][slot]) < fewest:
            return False
    right = sum(bool(option["fields"]["correct"]) for option in node["children"].get("options", []))
    return {"single_choice": right == 1, "multiple_choice": right >= 1}.get(node["type"], True)


def _media(tree: Node, known: Known) -> Iterator[Finding]:
    for place in visible(tree):
        node = place.node
        if node["type"] == "image" and not str(node["fields"]["alt"]).strip():
            yield _error(
                "missing_alt",
                _("An image has no alternative text: %(label)s.") % {"label": _page(place)},
                node,
            )
        if node["type"] == "video" and not node["fields"]["captions"]:
            yield _error("missing_captions", _("The video »%(label)s« has no captions.") % {"label": label(node)}, node)
        for name, value in node["fields"].items():
            reference = media_in(value)
            if reference and (reference["media"], reference["id"]) not in known.files:
                yield _error(
                    "missing_file",
                    _("»%(label)s« refers to a file that has been deleted (%(field)s).")
                    % {"label": label(node), "field": name},
                    node,
                )
            elif reference and reference["media"] == "h5p" and reference["id"] in known.waiting:
                yield _error(
                    "h5p_waits",
                    _("The H5P activity in »%(label)s« cannot be played yet: one of its libraries waits for approval.")
                    % {"label": label(node)},
                    node,
                )


def _links(tree: Node, known: Known) -> Iterator[Finding]:
    reachable = {place.node["id"] for place in visible(tree)}
    documents = {pk for kind, pk in known.files if kind == "document"}
    targets: dict[str, Any] = {"node": reachable, "page": known.pages, "document": documents}
    for place in visible(tree):
        for kind, target in _links_of(place.node):
            if target not in targets[kind]:
                yield _error(
                    "unreachable_link",
                    _("A link in »%(label)s« leads nowhere a learner can go.") % {"label": label(place.node)},
                    place.node,
                )


def _links_of(node: Node) -> Iterator[tuple[str, Any]]:
    for text in node["fields"].values():
        if isinstance(text, str) and "linktype" in text:
            yield from (("node", node_id) for node_id in linked_nodes(text))
            yield from (("page", pk) for pk in linked_pages(text))
            yield from (("document", pk) for pk in linked_documents(text))


def _minutes(tree: Node) -> Iterator[Finding]:
    titles = {lesson["id"]: label(lesson) for lesson in lessons(tree)}
    for lesson in understated(tree):
        yield Finding(
            "underestimated",
            "warning",
            _("»%(label)s« says %(minutes)d minutes; the estimate is %(estimate)d.")
            % {"label": titles[lesson.lesson], "minutes": lesson.stated, "estimate": round(lesson.estimated)},
            lesson.lesson,
        )


def _page(place: Any) -> str:
    return label(place.parent) if place.parent else ""


@dataclass(frozen=True)
class Draft:
    """A page whose latest draft is not what is published; ``page_id`` is Wagtail's."""

    page_id: int
    title: str


def unpublished(course: CoursePage) -> list[Draft]:
    """The course's pages with something unpublished, in tree order."""
    return [
        Draft(page.pk, page.get_admin_display_title())
        for page in course.get_descendants(inclusive=True)
        if page.has_unpublished_changes or not page.live
    ]
