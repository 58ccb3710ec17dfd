"""An upstream release comes into a municipality's own version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from courses.actions.plan_updates import worked_out
from courses.models import ProcessOverrides, Variant, VariantUpdate
from courses.process import SETTINGS
from courses.selectors import release_tree
from courses.signals import variant_updated
from courses.variants.access import may_tailor
from courses.variants.errors import Blocked, OpenConflicts, StaleWorkbench, VariantRefused
from courses.variants.locking import held_with_pages, refuse_while_approving
from courses.variants.media import copy_files
from courses.variants.planning import Plan, plan_update
from courses.variants.policy import may_apply_itself
from courses.variants.workbench import Workbench, workbench_of
from courses.variants.writing import write_tree


class ApplyUpdate:
    """Write a planned update to the workbench: drafts, new pages, moves and removals, in one transaction.

    It is planned anew from the pages as they are. ``expected_sha256`` is the hash of the workbench the person saw
    (``Workbench.sha256``); ``accepted`` are the codes of the blockers she accepts. With ``automatic`` nobody is asked:
    the municipality's policy must say so, and nothing may stand in the way.

    Raises ``PermissionDenied``, :class:`StaleWorkbench`, :class:`OpenConflicts`, :class:`Blocked` and
    :class:`VariantRefused`.
    """

    def __init__(
        self,
        update: VariantUpdate,
        *,
        user: Any = None,
        expected_sha256: str = "",
        accepted: Iterable[str] = (),
        automatic: bool = False,
    ) -> None:
        self.update = update
        self.user = user
        self.expected_sha256 = expected_sha256
        self.accepted = frozenset(accepted)
        self.automatic = automatic

    def execute(self, *, skip_permission_checks: bool = False) -> VariantUpdate:
        variant = self.update.variant
        asks = not self.automatic and not skip_permission_checks
        if asks and not may_tailor(self.user, variant.municipality):
            raise PermissionDenied(_("You may not change courses of this municipality."))
        with transaction.atomic():
            variant = held_with_pages(variant)
            update = self._planned(variant)
            plan = self._plan(update, variant)
            before = self._write(plan)
            self._finish(update, plan, before)
            log(
                instance=variant.course,
                action="courses.variant.update",
                user=self.user,
                data={
                    "from": plan.variant.base_release_id,
                    "version": update.target_release.number,
                    "sha256": update.merged_sha256,
                    "automatic": self.automatic,
                    "accepted": sorted(self.accepted & {blocker.code for blocker in plan.blockers}),
                },
            )
            transaction.on_commit(lambda: variant_updated.send(sender=VariantUpdate, update=update))
        return update

    def _planned(self, variant: Variant) -> VariantUpdate:
        """The update as it is now that the variant is held."""
        updates = VariantUpdate.objects.unscoped(reason="the variant is held").select_related("target_release")
        update: VariantUpdate = updates.defer("before", "target_release__tree").get(pk=self.update.pk)
        if update.status != VariantUpdate.Status.PLANNED:
            raise VariantRefused(_("The update is no longer waiting: somebody has taken it, or a newer one has come."))
        refuse_while_approving(variant)
        if self.automatic and not may_apply_itself([update], {variant.pk: variant.municipality}):
            raise VariantRefused(_("The municipality decides on this update itself."))
        update.variant = variant
        return update

    def _plan(self, update: VariantUpdate, variant: Variant) -> Plan:
        plan = plan_update(update.target_release, variant)
        if plan is None:
            raise VariantRefused(_("The course has this version already."))
        if self.expected_sha256 and self.expected_sha256 != plan.workbench.sha256:
            raise StaleWorkbench(_("The pages have changed since you looked at the update. Look again."))
        open_ = len(plan.result.conflicts)
        if open_:
            message = ngettext(
                "There is %(n)d conflict to decide first.", "There are %(n)d conflicts to decide first.", open_
            )
            raise OpenConflicts(message % {"n": open_}, open_)
        blockers = [b for b in plan.blockers if b.final or self.automatic or b.code not in self.accepted]
        if blockers:
            raise Blocked(" ".join(blocker.message for blocker in blockers), blockers)
        return plan

    def _write(self, plan: Plan) -> dict[str, Any]:
        """Change pages, base and process settings; returns what undoing needs."""
        variant, bench = plan.variant, plan.workbench
        process = ProcessOverrides.objects.unscoped(reason="the variant is held").get_or_create(variant=variant)[0]
        before = {
            "tree": bench.own,
            "process": {name: getattr(process, name) for name in SETTINGS},
            "dropped": list(plan.dropped),
            "base_release": variant.base_release_id,
        }
        tree = bench.agreed.off(plan.tree, release_tree(plan.release.pk))
        files = copy_files(variant, plan.release, tree, user=self.user)
        write_tree(variant.course, files.to_own(tree), user=self.user)
        Variant.objects.unscoped(reason="the variant is held").filter(pk=variant.pk).update(base_release=plan.release)
        if plan.dropped:
            for name in plan.dropped:
                setattr(process, name, None)
            process.save(update_fields=plan.dropped)
        return before

    def _finish(self, update: VariantUpdate, plan: Plan, before: dict[str, Any]) -> None:
        after = self._read_back(plan)
        for name, value in worked_out(plan).items():
            setattr(update, name, value)
        update.status = VariantUpdate.Status.APPLIED
        update.automatic = self.automatic
        update.before = {**before, "after": after.own}
        update.merged_sha256 = after.sha256
        update.applied_at = timezone.now()
        update.applied_by = self.user
        update.save()
        update.variant.base_release = plan.release

    def _read_back(self, plan: Plan) -> Workbench:
        fresh = Variant.objects.unscoped(reason="the variant is held").select_related("course")
        return workbench_of(fresh.get(pk=plan.variant.pk))
