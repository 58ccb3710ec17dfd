"""A municipality's own version is brought to a whole tree at once: changes worked out outside the editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.models import Variant
from courses.trees.diff import label
from courses.trees.nodes import Node, index
from courses.trees.schema import validate
from courses.variants.access import may_tailor
from courses.variants.errors import StaleWorkbench, VariantRefused
from courses.variants.locking import held_with_pages, refuse_while_approving
from courses.variants.locks import locked_nodes
from courses.variants.telling import tell_tailored
from courses.variants.workbench import Workbench, workbench_of
from courses.variants.writing import Written, write_tree


class TailorCourse:
    """Write ``tree`` to the workbench as drafts, with the rules the editor has: what is locked stays as it is, and
    the shared course's own nodes are hidden, never taken away.

    ``tree`` is in the municipality's own files, as ``Workbench.own``; ``expected_sha256`` is the hash of the workbench
    it was worked out from. Raises ``PermissionDenied``, :class:`VariantRefused` and :class:`StaleWorkbench`.
    """

    def __init__(self, variant: Variant, tree: Node, *, user: Any = None, expected_sha256: str = "") -> None:
        self.variant = variant
        self.tree = tree
        self.user = user
        self.expected_sha256 = expected_sha256

    def execute(self, *, skip_permission_checks: bool = False) -> Written:
        if not skip_permission_checks and not may_tailor(self.user, self.variant.municipality):
            raise PermissionDenied(_("You may not change courses of this municipality."))
        with transaction.atomic():
            variant = held_with_pages(self.variant)
            refuse_while_approving(variant)
            bench = workbench_of(variant)
            if self.expected_sha256 and self.expected_sha256 != bench.sha256:
                raise StaleWorkbench(_("The pages have changed in the meantime. Load them and try again."))
            self._check(bench)
            written = write_tree(variant.course, self.tree, user=self.user)
            log(
                instance=variant.course,
                action="courses.variant.tailor",
                user=self.user,
                data={name: len(nodes) for name, nodes in vars(written).items()},
            )
            tell_tailored(variant)
        return written

    def _check(self, bench: Workbench) -> None:
        if self.tree["id"] != bench.own["id"]:
            raise VariantRefused(_("That is another course."))
        problems = validate(self.tree)
        if problems:
            raise VariantRefused(_("That is not a course: %(problem)s") % {"problem": problems[0]})
        before, after = index(bench.own), index(self.tree)
        for node_id, node in index(bench.base).items():
            if node_id in before and node_id not in after:
                raise VariantRefused(_("»%(what)s« is the shared course's. Hide it instead.") % {"what": label(node)})
        for node_id, reason in locked_nodes(bench.ours).items():
            if node_id in before and _own(before[node_id]) != _own(after[node_id]):
                raise VariantRefused(
                    _("»%(what)s« is locked and stays as it is. %(reason)s")
                    % {"what": label(before[node_id]), "reason": reason}
                )


def _own(node: Node) -> Mapping[str, Any]:
    """What a lock on the node covers: all of it but the pages below."""
    slots = {slot: nodes for slot, nodes in node["children"].items() if slot not in ("modules", "pages")}
    return {**node, "children": slots}
