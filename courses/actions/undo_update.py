"""*Fortryd opdateringen*: a municipality's own version as it was before an update."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.models import ProcessOverrides, Variant, VariantUpdate
from courses.signals import variant_updated
from courses.trees.diff import diff
from courses.variants.access import may_tailor
from courses.variants.errors import StaleWorkbench, VariantRefused
from courses.variants.locking import held_with_pages, refuse_while_approving
from courses.variants.workbench import workbench_of
from courses.variants.writing import write_tree

_IN_PLACE = (VariantUpdate.Status.APPLIED, VariantUpdate.Status.PUBLISHED)


class UndoUpdate:
    """Bring pages, base and the process settings that the update took back to what they were before it.

    Only the newest update can be undone, and only while the pages are as it left them. What learners get stays until
    the restored pages are approved. Automation leaves the release alone afterwards.

    Raises ``PermissionDenied``, :class:`VariantRefused` and, with what has changed, :class:`StaleWorkbench`.
    """

    def __init__(self, update: VariantUpdate, *, user: Any = None) -> None:
        self.update = update
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> VariantUpdate:
        if not skip_permission_checks and not may_tailor(self.user, self.update.variant.municipality):
            raise PermissionDenied(_("You may not change courses of this municipality."))
        with transaction.atomic():
            variant = held_with_pages(self.update.variant)
            update = self._newest(variant)
            before = update.before or {}
            self._refuse_if_changed(variant, update)
            write_tree(variant.course, before["tree"], user=self.user)
            self._restore(variant, before)
            update.status = VariantUpdate.Status.UNDONE
            update.undone_at, update.undone_by = timezone.now(), self.user
            update.save(update_fields=["status", "undone_at", "undone_by"])
            log(
                instance=variant.course,
                action="courses.variant.undo",
                user=self.user,
                data={"version": update.target_release.number, "update": update.pk},
            )
            transaction.on_commit(lambda: variant_updated.send(sender=VariantUpdate, update=update))
        return update

    def _newest(self, variant: Variant) -> VariantUpdate:
        updates = VariantUpdate.objects.unscoped(reason="the variant is held").filter(variant=variant)
        applied = updates.filter(status__in=_IN_PLACE).select_related("target_release")
        newest: VariantUpdate | None = applied.defer("target_release__tree").order_by("-applied_at", "-pk").first()
        if newest is None or newest.pk != self.update.pk:
            raise VariantRefused(_("Only the newest update can be undone."))
        refuse_while_approving(variant)
        newest.variant = variant
        return newest

    def _refuse_if_changed(self, variant: Variant, update: VariantUpdate) -> None:
        bench = workbench_of(variant)
        if bench.sha256 != update.merged_sha256:
            raise StaleWorkbench(
                _("The pages have changed since the update, and undoing it would lose that."),
                diff((update.before or {}).get("after"), bench.own),
            )

    def _restore(self, variant: Variant, before: dict[str, Any]) -> None:
        reason = "the variant is held"
        # An update planned on top of this one was worked out from pages that are no more.
        VariantUpdate.objects.unscoped(reason=reason).filter(
            variant=variant, status=VariantUpdate.Status.PLANNED
        ).update(status=VariantUpdate.Status.SUPERSEDED)
        Variant.objects.unscoped(reason=reason).filter(pk=variant.pk).update(base_release=before["base_release"])
        variant.base_release_id = before["base_release"]
        process = ProcessOverrides.objects.unscoped(reason=reason).filter(variant=variant).first()
        # What the municipality has set since is newer.
        taken = [name for name in before["dropped"] if process and getattr(process, name) is None]
        if process and taken:
            for name in taken:
                setattr(process, name, before["process"][name])
            process.save(update_fields=taken)
