"""Drawing the final test's questions from a course's pool.

A question can be drawn when a visible lesson shows it to the learner through a `pool_question` block; its
themes are the modules of those lessons. Every theme gets at least one question as far as the count allows;
the rest are drawn at random from what is left, so that a theme with more questions tends to get more.
"""

from courses.quizzes.questions import is_question
from courses.quizzes.shuffling import shuffled
from courses.trees.nodes import Node, is_visible, pages, visible


class PoolTooSmall(ValueError):
    """The test asks for `need` questions and the pool holds `have` that can be drawn."""

    def __init__(self, have: int, need: int) -> None:
        super().__init__(f"{have} questions can be drawn, {need} are needed")
        self.have = have
        self.need = need


def eligible(tree: Node, audiences: frozenset[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The ids of the questions that can be drawn, each with the ids of the modules that practise it.

    In order of first practice. `audiences` are the learner's own; `None` counts everybody's questions.
    """
    pool = {
        node["id"] for node in tree["children"].get("pool", []) if is_question(node) and is_visible(node, audiences)
    }
    themes: dict[str, list[str]] = {}
    for page, module in pages(tree):
        if page["type"] != "lesson":
            continue
        for block in visible(page, audiences):
            question = block.node["fields"].get("question")
            if block.node["type"] == "pool_question" and question in pool:
                modules = themes.setdefault(question, [])
                if module["id"] not in modules:
                    modules.append(module["id"])
    return {question: tuple(modules) for question, modules in themes.items()}


def pool_size(tree: Node, audiences: frozenset[str] | None = None) -> int:
    """How many questions can be drawn."""
    return len(eligible(tree, audiences))


def draw(tree: Node, count: int, seed: str, audiences: frozenset[str] = frozenset()) -> list[str]:
    """The ids of `count` different questions, in the order they are put; the same for the same seed.

    Raises `PoolTooSmall`.
    """
    themes = eligible(tree, audiences)
    if len(themes) < count:
        raise PoolTooSmall(len(themes), count)
    order = shuffled(themes, seed, "draw", str)
    chosen = _one_a_theme(themes, order, seed)[:count]
    chosen += [question for question in order if question not in chosen][: count - len(chosen)]
    return shuffled(chosen, seed, "sequence", str)


def _one_a_theme(themes: dict[str, tuple[str, ...]], order: list[str], seed: str) -> list[str]:
    """The first question of each theme in a drawn order; one that covers several themes counts for all."""
    chosen: list[str] = []
    covered: set[str] = set()
    modules = {module for modules in themes.values() for module in modules}
    for module in shuffled(modules, seed, "theme", str):
        if module not in covered:
            question = next(question for question in order if module in themes[question])
            chosen.append(question)
            covered.update(themes[question])
    return chosen
