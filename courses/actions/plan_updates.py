"""An upstream release is laid before the municipalities that are behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from courses.models import CourseRelease, Variant, VariantUpdate
from courses.variants.planning import Plan, plan_updates

_WORKED_OUT = (
    "from_release_id",
    "ours_sha256",
    "changes",
    "conflicts",
    "notices",
    "blockers",
    "decisions",
)


class PlanUpdates:
    """Bring the one planned update of each variant up to date: a new one, the same with fresh figures, or one that
    takes over from an older release's.

    Decisions whose conflict is still there carry over. It asks nobody's permission, for it changes nothing a person
    has made. ``plans`` are the plans of what was stored, by the variant's id.
    """

    def __init__(self, release: CourseRelease, variants: Iterable[Variant]) -> None:
        self.release = release
        self.variants = list(variants)
        self.plans: dict[int, Plan] = {}

    def execute(self) -> dict[int, VariantUpdate]:
        """The planned updates by the variant's id; none for a variant that has the release."""
        plans = plan_updates(self.release, self.variants)
        stored: dict[int, VariantUpdate] = {}
        with transaction.atomic():
            # Nothing has been held while planning. Who was decided on or updated meanwhile is planned again.
            for pk, (base_id, planned) in self._held(plans).items():
                plan = plans[pk]
                seen = planned.decisions if planned else []
                if base_id != plan.variant.base_release_id or seen != list(plan.seen):
                    continue
                self.plans[pk] = plan
                stored[pk] = self._prepared(plan, planned)
            self._store(list(stored.values()))
        missed = [plan.variant for pk, plan in plans.items() if pk not in stored]
        return stored | (self._again(missed) if missed else {})

    def _again(self, variants: list[Variant]) -> dict[int, VariantUpdate]:
        fresh = Variant.objects.unscoped(reason="the variants are given").select_related("course", "municipality")
        again = PlanUpdates(self.release, fresh.filter(pk__in=[variant.pk for variant in variants]))
        stored = again.execute()
        self.plans.update(again.plans)
        return stored

    def _held(self, plans: Mapping[int, Plan]) -> dict[int, tuple[int, VariantUpdate | None]]:
        """Each variant's base and planned update as they are now."""
        reason = "the variants are given"
        every = Variant.objects.unscoped(reason=reason).filter(pk__in=plans).order_by("pk")
        bases = dict(every.select_for_update().values_list("pk", "base_release_id"))
        planned = VariantUpdate.objects.unscoped(reason=reason).filter(
            variant__in=plans, status=VariantUpdate.Status.PLANNED
        )
        updates = {update.variant_id: update for update in planned.select_related("target_release").defer("before")}
        return {pk: (base_id, updates.get(pk)) for pk, base_id in bases.items()}

    def _prepared(self, plan: Plan, planned: VariantUpdate | None) -> VariantUpdate:
        """The row as it shall be. An older release's row gives way to a new one; a newer one's stays."""
        if planned and planned.target_release_id > self.release.pk:
            return planned
        update = planned
        if update is None or update.target_release_id != self.release.pk:
            update = VariantUpdate(variant=plan.variant, target_release=self.release)
        for name, value in worked_out(plan).items():
            setattr(update, name, value)
        return update

    def _store(self, updates: list[VariantUpdate]) -> None:
        rows = VariantUpdate.objects.unscoped(reason="the variants are held")
        new = [update for update in updates if update.pk is None]
        old = [update for update in updates if update.pk is not None]
        if new:
            stale = rows.filter(variant__in=[update.variant_id for update in new], status=VariantUpdate.Status.PLANNED)
            stale.update(status=VariantUpdate.Status.SUPERSEDED)
            rows.bulk_create(new)
        if old:
            rows.bulk_update(old, _WORKED_OUT)


def worked_out(plan: Plan) -> dict[str, Any]:
    """What an update says of its plan."""
    return {
        "from_release_id": plan.variant.base_release_id,
        "ours_sha256": plan.workbench.sha256,
        "changes": len(plan.result.changes),
        "conflicts": len(plan.result.conflicts),
        "notices": len(plan.result.notices),
        "blockers": list(dict.fromkeys(blocker.code for blocker in plan.blockers)),
        "decisions": list(plan.decisions),
    }


class PlanUpdate:
    """The same for one variant; ``update`` is None where it has the release already. ``release`` defaults to the
    newest."""

    def __init__(self, variant: Variant, release: CourseRelease | None = None) -> None:
        self.variant = variant
        self.release = release
        self.plan: Plan | None = None

    def execute(self) -> VariantUpdate | None:
        release = self.release or self.variant.upstream.current_release
        if release is None:
            return None
        action = PlanUpdates(release, [self.variant])
        update = action.execute().get(self.variant.pk)
        self.plan = action.plans.get(self.variant.pk)
        return update
