"""How long a lesson takes, and whether a course keeps within its days.

The estimate: half a minute to settle, a minute for every 160 words read, and what there is to do. The minutes
of an activity cover its own text, so only what is merely read is counted in words.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from courses.readability import count_words, texts
from courses.trees.nodes import Node, is_visible, pages, visible

MINUTES_A_DAY = 360
WORDS_A_MINUTE = 160
SETTLING = 0.5
UNDERSTATED_BELOW = 0.7

READ = frozenset(
    {
        "lesson",
        "dialogue",
        "paragraph",
        "image",
        "video",
        "h5p",
        "example",
        "key_message",
        "plan_suggestion",
        "final_test",
        "maturity_check",
        "dialogue_guide",
        "guide_step",
        "download",
    }
)
#: What takes as long as its author says.
STATED = frozenset({"video", "h5p"})
EXERCISES = frozenset({"exercise", "three_piles", "benefit_card", "if_then_plan", "follow_up"})
QUESTION_MINUTES = {
    "single_choice": 0.6,
    "true_false": 0.6,
    "multiple_choice": 0.8,
    "short_text": 1.0,
    "number": 1.0,
    "matching": 1.25,
    "ordering": 1.25,
}
MINUTES = {
    **QUESTION_MINUTES,
    **dict.fromkeys(EXERCISES, 3.0),
    "reflection": 1.5,
    "dilemma": 2.5,
}
MINUTES_A_STATEMENT = 0.25
MINUTES_A_DRAWN_QUESTION = 0.8


@dataclass(frozen=True)
class Estimate:
    """`minutes` in all; the rest is what they are made of, `drawn` being the final test's questions."""

    minutes: float
    words: int
    questions: int
    exercises: int
    reflections: int
    dilemmas: int
    statements: int
    drawn: int
    stated_minutes: float


@dataclass(frozen=True)
class ModuleMinutes:
    """One visible module's share of the budget, in minutes."""

    id: str
    title: str
    lessons: float
    dialogues: float
    outside: float


@dataclass(frozen=True)
class Budget:
    """All in minutes: `used` is lessons and dialogues, `over` how much of that lies beyond the limit.

    `outside` (work away from the platform) is reported, not counted.
    """

    days: int
    limit: float
    lessons: float
    dialogues: float
    outside: float
    used: float
    over: float
    per_module: tuple[ModuleMinutes, ...]


@dataclass(frozen=True)
class Understated:
    """A lesson whose author says less than 70 % of what is estimated."""

    lesson: str
    stated: float
    estimated: float


def estimate(lesson: Node, tree: Node, audiences: frozenset[str] | None = None) -> Estimate:
    """The estimate of a lesson or dialogue; `tree` is the course, for its pool, statements and draw."""
    pool = {node["id"]: node for node in tree["children"].get("pool", []) if is_visible(node, audiences)}
    blocks: Counter[str] = Counter()
    stated_minutes = 0.0
    for place in visible(lesson, audiences):
        node = place.node
        if node["type"] == "pool_question" and node["fields"].get("question") in pool:
            node = pool[node["fields"]["question"]]
        elif node["type"] in STATED:
            stated_minutes += node["fields"].get("minutes") or 0
        blocks[node["type"]] += 1
    words = sum(count_words(text) for type_, text in texts(lesson, audiences) if type_ in READ)
    drawn = blocks["final_test"] * int(tree["fields"].get("draw_count") or 0)
    statements = blocks["maturity_check"] * _count_statements(tree, audiences)
    return Estimate(
        minutes=SETTLING
        + words / WORDS_A_MINUTE
        + sum(MINUTES.get(type_, 0) * count for type_, count in blocks.items())
        + MINUTES_A_STATEMENT * statements
        + MINUTES_A_DRAWN_QUESTION * drawn
        + stated_minutes,
        words=words,
        questions=sum(blocks[type_] for type_ in QUESTION_MINUTES),
        exercises=sum(blocks[type_] for type_ in EXERCISES),
        reflections=blocks["reflection"],
        dilemmas=blocks["dilemma"],
        statements=statements,
        drawn=drawn,
        stated_minutes=stated_minutes,
    )


def minutes_of(page: Node, tree: Node) -> float:
    """The author's minutes for a lesson or dialogue, or the estimate's, rounded up, where she gave none."""
    stated = page["fields"].get("minutes")
    return float(stated) if stated else float(ceil(estimate(page, tree).minutes))


def budget(tree: Node) -> Budget:
    """What a course's visible lessons and dialogues take of its days."""
    modules: dict[str, list[Node]] = {}
    titles: dict[str, str] = {}
    for page, module in pages(tree):
        modules.setdefault(module["id"], []).append(page)
        titles[module["id"]] = str(module["fields"].get("title") or "")
    per_module = tuple(
        ModuleMinutes(
            id=id_,
            title=titles[id_],
            lessons=sum(minutes_of(page, tree) for page in found if page["type"] == "lesson"),
            dialogues=sum(minutes_of(page, tree) for page in found if page["type"] == "dialogue"),
            outside=sum(minutes_outside(page) for page in found),
        )
        for id_, found in modules.items()
    )
    days = int(tree["fields"].get("days") or 1)
    lessons = sum(module.lessons for module in per_module)
    dialogues = sum(module.dialogues for module in per_module)
    limit = float(MINUTES_A_DAY * days)
    return Budget(
        days=days,
        limit=limit,
        lessons=lessons,
        dialogues=dialogues,
        outside=sum(module.outside for module in per_module),
        used=lessons + dialogues,
        over=max(0.0, lessons + dialogues - limit),
        per_module=per_module,
    )


def _count_statements(tree: Node, audiences: frozenset[str] | None) -> int:
    themes = (theme for theme in tree["children"].get("maturity", []) if is_visible(theme, audiences))
    places = (place for theme in themes for place in visible(theme, audiences))
    return sum(place.node["type"] == "maturity_statement" for place in places)


def minutes_outside(page: Node) -> float:
    """Minutes away from the platform: what the page says, or its exercises together where they say more."""
    exercises = (place.node["fields"].get("minutes_outside") or 0 for place in visible(page) if place.parent)
    return float(max(page["fields"].get("minutes_outside") or 0, sum(exercises)))


def understated(tree: Node) -> list[Understated]:
    """The visible lessons to warn of: the author's figure is under 70 % of the estimate."""
    warnings = []
    for page, _ in pages(tree):
        stated = page["fields"].get("minutes")
        if page["type"] == "lesson" and stated:
            estimated = estimate(page, tree).minutes
            if stated < UNDERSTATED_BELOW * estimated:
                warnings.append(Understated(page["id"], float(stated), estimated))
    return warnings
