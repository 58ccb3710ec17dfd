"""Which conflicts decisions are about, and whether a value of one's own can stand there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.models import CourseRelease, Variant
from courses.trees.kinds import DOCUMENT, H5P, IMAGE, NODE_ID
from courses.trees.links import linked_documents, linked_nodes, linked_pages
from courses.trees.nodes import index
from courses.trees.pages import PAGE_MODELS
from courses.trees.schema import TYPES
from courses.variants.merging import merge
from courses.variants.workbench import workbench_of

#: Characters of JSON that a value may take.
LONGEST = 100_000

#: Conflicts that can be settled by something that is neither ours nor theirs.
OPEN_KINDS = frozenset({"field", "order"})


@dataclass(frozen=True)
class Conflict:
    """``found`` is as the merge lists it; ``node_type`` is the type of the node it is about."""

    found: Mapping[str, Any]
    node_type: str


def settled(
    variant: Variant, release: CourseRelease, kept: Iterable[Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> dict[str, Conflict]:
    """The conflicts that ``new`` (by conflict id) is about, as far as they are there, given the decisions ``kept``.

    A decision may uncover the conflict another one is about. Raises ``InvalidDecision``.
    """
    bench = workbench_of(variant)
    base, ours, theirs = bench.base, bench.ours, bench.theirs(release)
    given = list(kept)
    conflicts: dict[str, Conflict] = {}
    waiting = dict(new)
    while waiting:
        result = merge(base, ours, theirs, given)
        met = [found for found in result.conflicts if found["id"] in waiting]
        if not met:
            break
        nodes = index(result.tree)
        for found in met:
            node = nodes.get(found["node"])
            conflicts[found["id"]] = Conflict(found, node["type"] if node else "")
            decision = waiting.pop(found["id"])
            if decision["choice"]:
                given.append(decision)
    merge(base, ours, theirs, given)
    return conflicts


def checked(conflict: Conflict, decision: Mapping[str, Any]) -> str:
    """What is wrong with a decision's own value, in words for who wrote it; empty if it can stand there."""
    value, found = decision["value"], conflict.found
    if found["kind"] not in OPEN_KINDS:
        return _("Here you can only choose one of the two.")
    if len(json.dumps(value)) > LONGEST:
        return _("The text is too long.")
    if not _can_be_stored(value):
        return _("The text has characters that cannot be stored.")
    if found["kind"] == "order":
        return ""
    name, _hash, paragraph = found["path"].partition("#")
    kind = TYPES[conflict.node_type].fields.get(name) if conflict.node_type in TYPES else None
    if kind is None or kind in (IMAGE, DOCUMENT, H5P, NODE_ID):
        return _("Here you can only choose one of the two.")
    if isinstance(value, str) and not _links(value) <= _links(*map(str, (found["ours"], found["theirs"]))):
        return _("A link of your own is made in the page itself, after the update.")
    if paragraph:
        return ""
    if kind.problem(value):
        return _("The text cannot stand here. It may be empty where something must be, or too long.")
    return _page_problem(conflict.node_type, name, value)


def _page_problem(node_type: str, name: str, value: Any) -> str:
    if node_type not in PAGE_MODELS:
        return ""
    try:
        PAGE_MODELS[node_type]._meta.get_field(name).clean(value, None)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _links(*texts: str) -> set[Any]:
    return {
        *(("node", target) for text in texts for target in linked_nodes(text)),
        *(("page", target) for text in texts for target in linked_pages(text)),
        *(("document", target) for text in texts for target in linked_documents(text)),
    }


def _can_be_stored(value: Any) -> bool:
    """Databases know neither a zero byte nor half a character."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text
