"""The form of a course tree, as ``docs/content-format.md`` describes it, and the check that a tree has it.

A course is a tree of nodes; a node is plain JSON (``courses.trees.nodes``). ``TYPES`` says for every type
which fields a node has and of which kind, and which types each of its slots takes. ``validate`` compares a tree
with that. It judges form only: whether a question has a right answer, or a course fits its budget, is for the
release's findings to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.process import SETTINGS
from courses.trees.kinds import (
    BOOLEAN,
    COUNT,
    DAYS,
    DOCUMENT,
    H5P,
    IMAGE,
    LINE,
    NODE_ID,
    NUMBER,
    RICH,
    STRINGS,
    TEXT,
    Kind,
    choice,
    integer,
    is_node_id,
    node_links,
)


@dataclass(frozen=True)
class TypeSpec:
    """What a node of one type holds: field name -> kind of value, slot name -> types allowed in the slot."""

    fields: Mapping[str, Kind]
    slots: Mapping[str, frozenset[str]] = field(default_factory=dict)


ROOT_TYPE = "course"

_BLOCK: dict[str, Kind] = {"hidden": BOOLEAN, "audience": STRINGS}
_QUESTION: dict[str, Kind] = {
    **_BLOCK,
    "code": TEXT,
    "prompt": LINE,
    "level": integer(1, 3),
    "explanation": TEXT,
}
_FEEDBACK: dict[str, Kind] = {"feedback_right": TEXT, "feedback_wrong": TEXT}
_OPTIONS = {"options": frozenset({"option"})}

_QUESTIONS: dict[str, TypeSpec] = {
    "single_choice": TypeSpec(_QUESTION, _OPTIONS),
    "multiple_choice": TypeSpec(_QUESTION, _OPTIONS),
    "true_false": TypeSpec({**_QUESTION, **_FEEDBACK, "answer": BOOLEAN}),
    "matching": TypeSpec({**_QUESTION, **_FEEDBACK}, {"pairs": frozenset({"pair"})}),
    "ordering": TypeSpec({**_QUESTION, **_FEEDBACK}, {"items": frozenset({"ordering_item"})}),
    "short_text": TypeSpec({**_QUESTION, **_FEEDBACK}, {"accepted": frozenset({"accepted"})}),
    "number": TypeSpec({**_QUESTION, **_FEEDBACK, "value": NUMBER, "tolerance": NUMBER, "unit": TEXT}),
}

_CONTENT_BLOCKS: dict[str, TypeSpec] = {
    "paragraph": TypeSpec({**_BLOCK, "text": RICH}),
    "image": TypeSpec({**_BLOCK, "image": IMAGE, "alt": TEXT, "caption": TEXT, "credit": TEXT}),
    "video": TypeSpec(
        {
            **_BLOCK,
            "video": DOCUMENT,
            "captions": DOCUMENT,
            "poster": IMAGE,
            "title": LINE,
            "transcript": RICH,
            "minutes": NUMBER,
        }
    ),
    "example": TypeSpec({**_BLOCK, "title": TEXT, "text": RICH, "fictional": BOOLEAN}),
    "key_message": TypeSpec({**_BLOCK, "text": LINE}),
    "exercise": TypeSpec({**_BLOCK, "prompt": LINE, "help": TEXT, "rows": integer(1), "minutes_outside": COUNT}),
    "reflection": TypeSpec({**_BLOCK, "prompt": LINE}),
    "pool_question": TypeSpec({**_BLOCK, "question": NODE_ID}),
    "final_test": TypeSpec({**_BLOCK, "introduction": TEXT}),
    "dilemma": TypeSpec(
        {
            **_BLOCK,
            "theme": TEXT,
            "title": LINE,
            "situation": LINE,
            "know": TEXT,
            "practise": TEXT,
            "mindset": TEXT,
        },
        {"options": frozenset({"dilemma_option"})},
    ),
    "three_piles": TypeSpec({**_BLOCK, "prompt": LINE, "help": TEXT, "minimum_own": COUNT}),
    "plan_suggestion": TypeSpec({**_BLOCK, "situation": LINE, "action": LINE}),
    "if_then_plan": TypeSpec({**_BLOCK, "prompt": LINE, "help": TEXT, "plans": integer(1, 2)}),
    "follow_up": TypeSpec({**_BLOCK, "prompt": LINE, "help": TEXT, "days": DAYS}),
    "benefit_card": TypeSpec({**_BLOCK, "prompt": LINE, "help": TEXT}),
    "maturity_check": TypeSpec({**_BLOCK, "occasion": choice("before", "after"), "introduction": TEXT}),
    "dialogue_guide": TypeSpec({**_BLOCK, "introduction": TEXT}, {"steps": frozenset({"guide_step"})}),
    "download": TypeSpec({**_BLOCK, "document": DOCUMENT, "title": LINE}),
    "h5p": TypeSpec({**_BLOCK, "activity": H5P, "title": TEXT, "introduction": TEXT, "minutes": COUNT}),
}

_ITEMS: dict[str, TypeSpec] = {
    "process_lock": TypeSpec({"setting": choice(*SETTINGS), "reason": LINE}),
    "goal": TypeSpec({"text": LINE}),
    "source": TypeSpec({"key": LINE, "text": LINE}),
    "maturity_theme": TypeSpec({"title": LINE}, {"statements": frozenset({"maturity_statement"})}),
    "maturity_statement": TypeSpec({"code": LINE, "text": LINE}),
    "maturity_band": TypeSpec({"lower": NUMBER, "upper": NUMBER, "advice": LINE}),
    "option": TypeSpec({"text": LINE, "correct": BOOLEAN, "feedback": TEXT}),
    "pair": TypeSpec({"left": LINE, "right": LINE}),
    "ordering_item": TypeSpec({"text": LINE}),
    "accepted": TypeSpec({"text": LINE}),
    "dilemma_option": TypeSpec({"text": LINE, "price": TEXT}),
    "guide_step": TypeSpec({"minutes": COUNT, "text": LINE}),
}

QUESTION_TYPES = frozenset(_QUESTIONS)
BLOCK_TYPES = frozenset(_CONTENT_BLOCKS) | QUESTION_TYPES
"""The types that have the common fields of a block."""
LESSON_BLOCKS = BLOCK_TYPES - {"dialogue_guide"}
DIALOGUE_BLOCKS = frozenset(
    {"paragraph", "image", "video", "example", "key_message", "download", "reflection", "dialogue_guide"}
)

_PAGES: dict[str, TypeSpec] = {
    "course": TypeSpec(
        {
            "title": LINE,
            "slug": LINE,
            "subtitle": TEXT,
            "days": integer(1, 2),
            "audience": TEXT,
            "introduction": RICH,
            "draw_count": COUNT,
            "pass_mark": integer(0, 100),
            "attempt_rule": choice("next_day", "same_day"),
            "order_rule": choice("free", "sequential"),
            "deadline_days": COUNT,
            "reminder_days": COUNT,
            "maturity_display": choice("figures", "cards"),
        },
        {
            "goals": frozenset({"goal"}),
            "sources": frozenset({"source"}),
            "maturity": frozenset({"maturity_theme"}),
            "maturity_bands": frozenset({"maturity_band"}),
            "pool": QUESTION_TYPES,
            "process_locks": frozenset({"process_lock"}),
            "modules": frozenset({"module"}),
        },
    ),
    "module": TypeSpec(
        {"title": LINE, "slug": LINE, "theme": TEXT, "purpose": TEXT, "hidden": BOOLEAN},
        {"pages": frozenset({"lesson", "dialogue"})},
    ),
    "lesson": TypeSpec(
        {
            "title": LINE,
            "slug": LINE,
            "code": TEXT,
            "goal": TEXT,
            "minutes": COUNT,
            "minutes_outside": COUNT,
            "required": BOOLEAN,
            "hidden": BOOLEAN,
        },
        {"body": LESSON_BLOCKS},
    ),
    "dialogue": TypeSpec(
        {
            "title": LINE,
            "slug": LINE,
            "code": TEXT,
            "participants": TEXT,
            "minutes": COUNT,
            "note": TEXT,
            "hidden": BOOLEAN,
        },
        {"body": DIALOGUE_BLOCKS},
    ),
}

TYPES: dict[str, TypeSpec] = {**_PAGES, **_CONTENT_BLOCKS, **_QUESTIONS, **_ITEMS}

LOCK_REASON = "lock_reason"
"""The one field a node may have or not: why it is locked, where its designer says so."""

_NODE_KEYS = frozenset({"id", "type", "fields", "children"})


def validate(tree: object, *, root_type: str = ROOT_TYPE) -> list[str]:
    """Say everything that is wrong with a tree's form, each problem with the path to its node; empty if good.

    Takes anything, as trees come from files and from merges. A part of a course, such as a lesson that is to
    be added, is checked by naming its type in ``root_type``; its references may then point outside it and are
    left be.
    """
    check = _Check()
    check.node(tree, "", frozenset({root_type}))
    if root_type == ROOT_TYPE:
        check.references()
    return check.problems


class _Check:
    """One walk through one tree: problems found, ids met, references to look up at the end."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._places: dict[str, str] = {}
        self._questions: set[str] = set()
        self._pool_references: list[tuple[str, str]] = []
        self._links: list[tuple[str, str]] = []

    def node(self, node: object, path: str, allowed: frozenset[str], *, in_pool: bool = False) -> None:
        path = path or "root"
        if not isinstance(node, dict) or node.keys() - {"locked"} != _NODE_KEYS:
            self._report(path, "a node has id, type, fields, children and at most locked")
            return
        kind = node["type"]
        if not isinstance(kind, str) or kind not in TYPES:
            self._report(path, f"unknown type {kind!r}")
            return
        path = f"{path} ({_label(node)})"
        if kind not in allowed:
            self._report(path, f"{kind} does not belong here, only {', '.join(sorted(allowed))}")
        if "locked" in node and node["locked"] is not True:
            self._report(path, "locked is true or absent")
        self._identity(node["id"], path)
        if in_pool and isinstance(node["id"], str):
            self._questions.add(node["id"])
        self._fields(node["fields"], TYPES[kind], path)
        self._slots(node["children"], TYPES[kind], path)

    def references(self) -> None:
        """Report references that lead nowhere; to be called when the whole tree has been walked."""
        for target, path in self._pool_references:
            if target not in self._questions:
                self._report(path, f"question {target} is not in the pool")
        for target, path in self._links:
            if target not in self._places:
                self._report(path, f"the link to node {target} leads nowhere")

    def _identity(self, identity: object, path: str) -> None:
        if not isinstance(identity, str) or not is_node_id(identity):
            self._report(path, f"id {identity!r} is not a UUID")
        elif identity in self._places:
            self._report(path, f"id {identity} is used already, by {self._places[identity]}")
        else:
            self._places[identity] = path

    def _fields(self, fields: object, spec: TypeSpec, path: str) -> None:
        if not isinstance(fields, dict):
            self._report(path, "fields must be an object")
            return
        self._names("field", set(fields) - {LOCK_REASON}, set(spec.fields), path)
        if not isinstance(fields.get(LOCK_REASON, ""), str):
            self._report(path, f"field {LOCK_REASON} must be a string")
        for name, kind in spec.fields.items():
            if name not in fields:
                continue
            value = fields[name]
            if problem := kind.problem(value):
                self._report(path, f"field {name} {problem}")
            elif kind is NODE_ID:
                self._pool_references.append((value, path))
            elif kind is RICH:
                self._links.extend((target, path) for target in node_links(value))

    def _slots(self, children: object, spec: TypeSpec, path: str) -> None:
        if not isinstance(children, dict):
            self._report(path, "children must be an object")
            return
        self._names("slot", set(children), set(spec.slots), path)
        for name, allowed in spec.slots.items():
            nodes = children.get(name, [])
            if not isinstance(nodes, list):
                self._report(path, f"slot {name} must be a list")
                continue
            for index, child in enumerate(nodes):
                self.node(child, f"{path} > {name}[{index}]", allowed, in_pool=name == "pool")

    def _names(self, what: str, found: set[str], wanted: set[str], path: str) -> None:
        for name in sorted(wanted - found):
            self._report(path, f"{what} {name} is missing")
        for name in sorted(map(str, found - wanted)):
            self._report(path, f"{what} {name} is unknown")

    def _report(self, path: str, problem: str) -> None:
        self.problems.append(f"{path}: {problem}")


def _label(node: dict[str, Any]) -> str:
    """The type and, where it has one, the code a person knows the node by: ``lesson 2.4``."""
    fields = node["fields"]
    code = fields.get("code") if isinstance(fields, dict) else None
    return f"{node['type']} {code}" if code and isinstance(code, str) else str(node["type"])
