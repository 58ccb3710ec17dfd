"""What a release of the shared course would do to variants, many at a time (DESIGN 5). Stores nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from courses.models import CourseRelease, PinnedChoice, ProcessOverrides, Variant, VariantUpdate
from courses.process import SETTINGS
from courses.releasing.findings import Known, known_in
from courses.trees.nodes import Node
from courses.variants.guards import Blocker, blockers
from courses.variants.locks import locked_settings
from courses.variants.merging import MergeResult, merge
from courses.variants.workbench import Workbench, workbenches

#: {"conflict", "choice", "value", "by", "at", "pinned"}
Decision = dict[str, Any]

#: A decision may uncover another conflict; remembered choices are followed this far.
_ROUNDS = 5


@dataclass(frozen=True)
class Plan:
    """What taking ``release`` would make of a variant. ``result.tree`` is in the shared course's words for files and
    may be other plans' too: do not change it.

    ``decisions`` are those in force, remembered choices among them; ``stale`` those whose conflict is no more.
    ``dropped`` are the variant's own process settings that the release locks.
    """

    variant: Variant
    release: CourseRelease
    workbench: Workbench
    result: MergeResult
    decisions: tuple[Decision, ...] = ()
    stale: tuple[Decision, ...] = ()
    dropped: tuple[str, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    #: The variant was as its base: the release is taken as it is.
    fast_forward: bool = False
    #: What the stored update had for decisions when this was planned.
    seen: tuple[Decision, ...] = ()

    @property
    def tree(self) -> Node:
        """What applying it would make of the pages, in the shared course's words for files."""
        return self.result.tree

    @property
    def clean(self) -> bool:
        """Whether it may be applied by itself."""
        return not self.result.conflicts and not self.blockers


def plan_updates(release: CourseRelease, variants: Iterable[Variant]) -> dict[int, Plan]:
    """The plans of many variants of the release's course, by the variant's id, with a constant number of queries.

    Variants that have the release already are left out. The variants come with ``course`` fetched.
    """
    # Releases of one course are made one after the other: the later one has the higher key.
    behind = [variant for variant in variants if variant.base_release_id < release.pk]
    benches = workbenches(behind)
    decided, pins, overrides = _decisions(behind), _pins(behind), _overrides(behind)
    forwarded: dict[Any, MergeResult] = {}
    plans = {}
    for variant in behind:
        bench = benches[variant.pk]
        plan = Plan(variant, release, bench, _NOTHING, seen=tuple(decided[variant.pk]))
        if bench.ours == bench.base:
            plan = replace(plan, fast_forward=True, result=_forward(bench, release, forwarded))
            plan = replace(plan, stale=plan.seen)
        else:
            plan = _merged(plan, pins[variant.pk])
        locked = locked_settings(plan.tree, bench.agreed)
        own = overrides.get(variant.pk, {})
        plans[variant.pk] = replace(
            plan, dropped=tuple(name for name in SETTINGS if name in locked and own.get(name) is not None)
        )
    return _guarded(plans)


def plan_update(release: CourseRelease, variant: Variant) -> Plan | None:
    """The plan of one variant; None where it has the release already."""
    return plan_updates(release, [variant]).get(variant.pk)


def _forward(bench: Workbench, release: CourseRelease, done: dict[Any, MergeResult]) -> MergeResult:
    """Variants that are alike share one result."""
    key = (bench.variant.base_release_id, frozenset(bench.agreed.by_key.items()))
    if key not in done:
        base = bench.base
        done[key] = merge(base, base, bench.theirs(release))
    return done[key]


def _merged(plan: Plan, pins: Mapping[Any, PinnedChoice]) -> Plan:
    bench = plan.workbench
    base, theirs = bench.base, bench.theirs(plan.release)
    given = list(plan.seen)
    result = merge(base, bench.ours, theirs, given)
    for _round in range(_ROUNDS):
        remembered = [
            _remembered(conflict, pin)
            for conflict in result.conflicts
            if (pin := pins.get((conflict["kind"], conflict["node"], conflict["path"])))
        ]
        known = {decision["conflict"] for decision in given}
        remembered = [decision for decision in remembered if decision["conflict"] not in known]
        if not remembered:
            break
        given += remembered
        result = merge(base, bench.ours, theirs, given)
    gone = {notice["decision"]["conflict"] for notice in result.notices if notice["kind"] == "stale_decision"}
    return replace(
        plan,
        result=result,
        decisions=tuple(decision for decision in given if decision["conflict"] not in gone),
        stale=tuple(decision for decision in plan.seen if decision["conflict"] in gone),
    )


def _remembered(conflict: Mapping[str, Any], pin: PinnedChoice) -> Decision:
    return {
        "conflict": conflict["id"],
        "choice": pin.choice,
        "by": pin.made_by_id,
        "at": pin.made_at.isoformat(),
        "pinned": True,
    }


def _guarded(plans: Mapping[int, Plan]) -> dict[int, Plan]:
    known = known_in(*{id(tree): tree for plan in plans.values() for tree in _trees(plan)}.values())
    shared: dict[Any, tuple[Blocker, ...]] = {}
    guarded = {}
    for pk, plan in plans.items():
        key = (id(plan.result), plan.dropped) if plan.fast_forward else pk
        if key not in shared:
            shared[key] = _blockers(plan, known)
        guarded[pk] = replace(plan, blockers=shared[key])
    return guarded


def _trees(plan: Plan) -> Sequence[Node]:
    return (plan.tree,) if plan.fast_forward else (plan.workbench.ours, plan.tree)


def _blockers(plan: Plan, known: Known) -> tuple[Blocker, ...]:
    ours = plan.workbench.base if plan.fast_forward else plan.workbench.ours
    return blockers(ours, plan.result, known, plan.dropped)


def _decisions(variants: Sequence[Variant]) -> dict[int, list[Decision]]:
    """What has been decided on each variant's planned update; the update may be of an older release."""
    found: dict[int, list[Decision]] = defaultdict(list)
    planned = VariantUpdate.objects.unscoped(reason="the variants are given").filter(
        variant__in=[variant.pk for variant in variants], status=VariantUpdate.Status.PLANNED
    )
    for variant_id, decisions in planned.values_list("variant", "decisions"):
        found[variant_id] = decisions
    return found


def _pins(variants: Sequence[Variant]) -> dict[int, dict[Any, PinnedChoice]]:
    found: dict[int, dict[Any, PinnedChoice]] = defaultdict(dict)
    pins = PinnedChoice.objects.unscoped(reason="the variants are given")
    for pin in pins.filter(variant__in=[variant.pk for variant in variants]):
        found[pin.variant_id][pin.kind, pin.node_id, pin.path] = pin
    return found


def _overrides(variants: Sequence[Variant]) -> dict[int, dict[str, Any]]:
    rows = ProcessOverrides.objects.unscoped(reason="the variants are given")
    found = rows.filter(variant__in=[variant.pk for variant in variants]).values("variant", *SETTINGS)
    return {row["variant"]: row for row in found}


_NOTHING = MergeResult({"id": "", "type": "", "fields": {}, "children": {}}, [], [], [])
