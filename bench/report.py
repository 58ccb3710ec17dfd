"""The table that is printed, and the bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.folding import Folded
from bench.rounds import Case, ratio, speed


@dataclass(frozen=True)
class Bar:
    name: str
    value: float
    limit: float
    unit: str = ""
    #: Whether more is better.
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.met}


def bars_of(cases: Mapping[str, Case], folded: Sequence[Folded]) -> list[Bar]:
    one, copy = cases["one"], cases["copy"]
    bars = [
        Bar("one statement : sign-in by session, JSON, one INSERT", ratio(one, cases["user"]), 1.5, "x CPU"),
        Bar("one statement : sign-in by key, JSON, one INSERT", ratio(one, cases["system"]), 1.5, "x CPU"),
        Bar("batches of 100 : raw COPY, statements a second", 100 * speed(cases["batch-100"], copy), 25, "%", True),
        Bar("batches of 500 : raw COPY, statements a second", 100 * speed(cases["batch-500"], copy), 35, "%", True),
        Bar(
            "batches of 100 : COPY without mentions", 100 * speed(cases["batch-100"], cases["copy-bare"]), 25, "%", True
        ),
        Bar(
            "batches of 500 : COPY without mentions", 100 * speed(cases["batch-500"], cases["copy-bare"]), 35, "%", True
        ),
    ]
    for name in ("agent", "verb", "activity", "registration"):
        small, large = cases[f"get-{name}-small"], cases[f"get-{name}-large"]
        slower = ratio(large, small, lambda case: case.wall)
        bars.append(Bar(f"GET by {name}, the large store : the small one", slower, 2.0, "x time"))
    bars.append(Bar("a lesson page : a plain Wagtail page", ratio(cases["lesson"], cases["plain"]), 1.5, "x CPU"))
    many = folded[-1]
    bars.append(Bar(f"folded by a worker, {many.pending} pending at a time", many.undisturbed, 2_000, "a second", True))
    return bars


def table(cases: Mapping[str, Case], base: str) -> list[str]:
    """CPU of the web workers and of the database, and time, for each request; ratios to the case ``base``."""
    lines = [f"{'':48}{'web CPU':>10}{'database':>10}{'time':>10}{'CPU : (b)':>11}{'a second':>10}"]
    for case in cases.values():
        cpu = f"{median(case.cpu) / 1e3:7.2f} ms" if case.workers else "-"
        of_base = f"{ratio(case, cases[base]):.2f}" if case.workers else "-"
        lines.append(
            f"{case.what:48}{cpu:>10}{median(case.database) / 1e3:7.2f} ms{median(case.wall) / 1e3:7.2f} ms"
            f"{of_base:>11}{case.rate:10.0f}"
        )
    return lines


def folded_lines(folded: Sequence[Folded]) -> list[str]:
    return ["", "folding, a worker:"] + [
        f"  {one.pending:4} pending of each enrolment: {one.cpu:8.0f} µs of CPU a statement, "
        f"{one.database:6.0f} µs of the database's; {one.undisturbed:6.0f} a second undisturbed, {one.rate:.0f} here"
        for one in folded
    ]


def lines_of(bars: Sequence[Bar]) -> list[str]:
    return [
        f"{'met    ' if bar.met else 'NOT MET'}  {bar.name:56}{bar.value:10.2f} {bar.unit}"
        f" (bar: {'at least' if bar.at_least else 'at most'} {bar.limit:g})"
        for bar in bars
    ]


def case_json(case: Case) -> dict[str, Any]:
    return {
        "what": case.what,
        "each": case.each,
        "cpu_microseconds": case.cpu if case.workers else None,
        "database_microseconds": case.database,
        "wall_microseconds": case.wall,
    }
