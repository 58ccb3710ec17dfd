"""A person decides on the conflicts of an update."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.actions.plan_updates import worked_out
from courses.models import PinnedChoice, Variant, VariantUpdate
from courses.variants.access import held, may_tailor
from courses.variants.deciding import Conflict, checked, settled
from courses.variants.errors import VariantRefused
from courses.variants.locking import refuse_while_approving
from courses.variants.merging import InvalidDecision
from courses.variants.planning import Decision, Plan, plan_update


@dataclass(frozen=True)
class Decided:
    """What came of it. ``stale`` are the conflicts' ids among what was sent that are no more: look again."""

    update: VariantUpdate
    plan: Plan
    stale: tuple[str, ...]


class DecideUpdate:
    """Store decisions, each ``{"conflict", "choice": "ours" | "theirs" | "value", "value"}``; a choice of ``None``
    takes a decision back.

    ``pin`` names the conflicts whose choice is made again whenever the same place is in conflict; a choice that was
    remembered and is decided here without being named is forgotten.

    Raises ``PermissionDenied`` and :class:`VariantRefused`.
    """

    def __init__(
        self,
        update: VariantUpdate,
        decisions: Iterable[Mapping[str, Any]],
        *,
        user: Any = None,
        pin: Collection[str] = (),
    ) -> None:
        self.update = update
        self.decisions = list(decisions)
        self.user = user
        self.pin = frozenset(pin)

    def execute(self, *, skip_permission_checks: bool = False) -> Decided:
        if not skip_permission_checks and not may_tailor(self.user, self.update.variant.municipality):
            raise PermissionDenied(_("You may not change courses of this municipality."))
        with transaction.atomic():
            variant = held(self.update.variant)
            refuse_while_approving(variant)
            update = self._planned(variant)
            new = {decision["conflict"]: decision for decision in map(self._stamped, self.decisions)}
            kept = [decision for decision in update.decisions if decision["conflict"] not in new]
            conflicts, taken = self._settled(update, variant, kept, new)
            self._pin(variant, conflicts, taken)
            update.decisions = [*kept, *(decision for decision in taken if decision["choice"])]
            update.save(update_fields=["decisions"])
            plan = plan_update(update.target_release, variant)
            if plan is None:
                raise VariantRefused(_("The course has this version already."))
            for name, value in worked_out(plan).items():
                setattr(update, name, value)
            update.save()
            log(
                instance=variant.course,
                action="courses.variant.decide",
                user=self.user,
                data={"version": update.target_release.number, "choices": {d["conflict"]: d["choice"] for d in taken}},
            )
        return Decided(update, plan, tuple(conflict for conflict in new if conflict not in conflicts))

    def _planned(self, variant: Variant) -> VariantUpdate:
        updates = VariantUpdate.objects.unscoped(reason="the variant is held").select_related("target_release")
        update: VariantUpdate = updates.defer("target_release__tree").get(pk=self.update.pk)
        if update.status != VariantUpdate.Status.PLANNED:
            raise VariantRefused(_("The update is no longer waiting: somebody has taken it, or a newer one has come."))
        return update

    def _stamped(self, decision: Mapping[str, Any]) -> Decision:
        conflict = decision.get("conflict")
        choice = decision.get("choice")
        if not isinstance(conflict, str) or choice not in ("ours", "theirs", "value", None):
            raise VariantRefused(_("The decision could not be read. Load the page again."))
        if conflict in self.pin and choice not in ("ours", "theirs"):
            raise VariantRefused(_("Only a choice of one of the two texts can be remembered."))
        stamped = {
            "conflict": conflict,
            "choice": choice,
            "by": getattr(self.user, "pk", None),
            "at": timezone.now().isoformat(),
            "pinned": conflict in self.pin,
        }
        return {**stamped, "value": decision.get("value")} if choice == "value" else stamped

    def _settled(
        self, update: VariantUpdate, variant: Variant, kept: list[Decision], new: Mapping[str, Decision]
    ) -> tuple[dict[str, Conflict], list[Decision]]:
        """The conflicts that were there, by id, and the decisions on them."""
        try:
            conflicts = settled(variant, update.target_release, kept, new)
        except InvalidDecision as error:
            raise VariantRefused(_("The decision does not fit the conflict. Load the page again.")) from error
        taken = [decision for conflict, decision in new.items() if conflict in conflicts]
        for decision in taken:
            if decision["choice"] == "value" and (problem := checked(conflicts[decision["conflict"]], decision)):
                raise VariantRefused(problem)
        return conflicts, taken

    def _pin(self, variant: Variant, conflicts: Mapping[str, Conflict], taken: Iterable[Decision]) -> None:
        pins = PinnedChoice.objects.unscoped(reason="the variant is held")
        for decision in taken:
            found = conflicts[decision["conflict"]].found
            place = {"variant": variant, "kind": found["kind"], "node_id": found["node"], "path": found["path"]}
            if decision["pinned"]:
                pins.update_or_create(**place, defaults={"choice": decision["choice"], "made_by": self.user})
            else:
                pins.filter(**place).delete()
