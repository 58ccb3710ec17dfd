"""A learner's own maturity profile: what she answered before and after, theme by theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from courses.trees.nodes import Node, walk
from tracking.models import WorkItem

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Mean:
    """``value`` is 1 to 5, the mean of the ``answered``; ``unknown`` counts »do not know«, which is left out of it."""

    value: float
    answered: int
    unknown: int
    advice: str


@dataclass(frozen=True)
class ThemeProfile:
    """None where nothing in the theme has been answered with a figure."""

    id: str
    title: str
    before: Mean | None
    after: Mean | None

    @property
    def change(self) -> float | None:
        return self.after.value - self.before.value if self.before and self.after else None


def profile(tree: Node, before: Answers, after: Answers) -> list[ThemeProfile]:
    bands = tree["children"].get("maturity_bands", [])
    return [
        ThemeProfile(
            id=theme["id"],
            title=theme["fields"]["title"],
            before=_mean(theme, before, bands),
            after=_mean(theme, after, bands),
        )
        for theme in tree["children"].get("maturity", [])
    ]


def occasions(tree: Node) -> dict[str, str]:
    """Each maturity check's block and whether it is the one "before" or "after"."""
    return {node["id"]: node["fields"]["occasion"] for node, *_ in walk(tree) if node["type"] == "maturity_check"}


def answers_by_occasion(tree: Node, items: Iterable[WorkItem]) -> dict[str, Answers]:
    """The answers "before" and "after"; {} where the check has not been begun."""
    occasion_of = occasions(tree)
    found: dict[str, Answers] = {"before": {}, "after": {}}
    for item in items:
        if item.block_id in occasion_of:
            found[occasion_of[item.block_id]] = item.data.get("answers", {})
    return found


def advice_for(mean: float, bands: Iterable[Node]) -> str:
    """A band means lower <= m < upper, the last one its upper end too."""
    ordered = sorted(bands, key=lambda band: float(band["fields"]["lower"]))
    for band in ordered:
        lower, upper = float(band["fields"]["lower"]), float(band["fields"]["upper"])
        if lower <= mean < upper or (band is ordered[-1] and mean == upper):
            return str(band["fields"]["advice"])
    return ""


def _mean(theme: Node, answers: Answers, bands: Iterable[Node]) -> Mean | None:
    given = [answers[node["id"]] for node in theme["children"]["statements"] if node["id"] in answers]
    figures = [int(answer) for answer in given if answer != "unknown"]
    if not figures:
        return None
    mean = sum(figures) / len(figures)
    return Mean(mean, len(figures), len(given) - len(figures), advice_for(mean, bands))
