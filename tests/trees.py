"""Builders of small course trees: every argument a field, children as positional nodes."""

from itertools import count
from typing import Any

from courses.trees.nodes import Node

_numbers = count(1)


def node(type_: str, id_: str = "", children: dict[str, list[Node]] | None = None, **fields: Any) -> Node:
    return {
        "id": id_ or f"{type_}-{next(_numbers)}",
        "type": type_,
        "fields": fields,
        "children": children or {},
    }


def course(*modules: Node, pool: list[Node] | None = None, id_: str = "course", **fields: Any) -> Node:
    defaults: dict[str, Any] = {"title": "Kursus", "days": 1, "draw_count": 10, "pass_mark": 70}
    slots: dict[str, list[Node]] = {
        "goals": [],
        "sources": [],
        "maturity": [],
        "maturity_bands": [],
        "pool": pool or [],
        "process_locks": [],
        "modules": list(modules),
    }
    return node("course", id_, slots, **(defaults | fields))


def module(*pages: Node, id_: str = "", **fields: Any) -> Node:
    return node("module", id_, {"pages": list(pages)}, **({"title": "Modul", "hidden": False} | fields))


def lesson(*body: Node, id_: str = "", **fields: Any) -> Node:
    defaults = {"title": "Lektion", "minutes": 5, "minutes_outside": 0, "required": True, "hidden": False}
    return node("lesson", id_, {"body": list(body)}, **(defaults | fields))


def dialogue(*body: Node, id_: str = "", **fields: Any) -> Node:
    defaults = {"title": "Dialog", "minutes": 20, "hidden": False}
    return node("dialogue", id_, {"body": list(body)}, **(defaults | fields))


def block(type_: str, id_: str = "", children: dict[str, list[Node]] | None = None, **fields: Any) -> Node:
    return node(type_, id_, children, **({"hidden": False, "audience": []} | fields))


def paragraph(text: str, id_: str = "", **fields: Any) -> Node:
    return block("paragraph", id_, text=text, **fields)


def practise(question: str, id_: str = "", **fields: Any) -> Node:
    """The block by which a lesson shows a question of the pool."""
    return block("pool_question", id_, question=question, **fields)


def question(type_: str, id_: str = "", children: dict[str, list[Node]] | None = None, **fields: Any) -> Node:
    defaults = {"code": "q01", "prompt": "Hvad?", "level": 1, "explanation": "Derfor."}
    return block(type_, id_, children, **(defaults | fields))


def single_choice(id_: str = "", options: str = "a* b c", **fields: Any) -> Node:
    """`options` are ids, the right ones starred; a text is its id in capitals."""
    return question("single_choice", id_, {"options": _options(options)}, **fields)


def multiple_choice(id_: str = "", options: str = "a* b* c d", **fields: Any) -> Node:
    return question("multiple_choice", id_, {"options": _options(options)}, **fields)


def true_false(id_: str = "", *, answer: bool = True, **fields: Any) -> Node:
    return question("true_false", id_, answer=answer, **(_feedback() | fields))


def matching(id_: str = "", pairs: dict[str, tuple[str, str]] | None = None, **fields: Any) -> Node:
    chosen = pairs or {"p1": ("Ja", "Yes"), "p2": ("Nej", "No"), "p3": ("Tak", "Thanks")}
    nodes = [node("pair", key, left=left, right=right) for key, (left, right) in chosen.items()]
    return question("matching", id_, {"pairs": nodes}, **(_feedback() | fields))


def ordering(id_: str = "", items: dict[str, str] | None = None, **fields: Any) -> Node:
    chosen = items or {"i1": "Først", "i2": "Dernæst", "i3": "Så", "i4": "Sidst"}
    nodes = [node("ordering_item", key, text=text) for key, text in chosen.items()]
    return question("ordering", id_, {"items": nodes}, **(_feedback() | fields))


def short_text(id_: str = "", accepted: tuple[str, ...] = ("nulpunkt",), **fields: Any) -> Node:
    nodes = [node("accepted", text=text) for text in accepted]
    return question("short_text", id_, {"accepted": nodes}, **(_feedback() | fields))


def number(id_: str = "", value: Any = 75, tolerance: Any = 0, unit: str = "pct.", **fields: Any) -> Node:
    given = {"value": value, "tolerance": tolerance, "unit": unit}
    return question("number", id_, **(_feedback() | given | fields))


def _options(marked: str) -> list[Node]:
    return [
        node(
            "option",
            name.rstrip("*"),
            text=name.rstrip("*").upper(),
            correct=name.endswith("*"),
            feedback=f"Om {name.rstrip('*')}",
        )
        for name in marked.split()
    ]


def _feedback() -> dict[str, Any]:
    return {"feedback_right": "Ja.", "feedback_wrong": "Nej."}
