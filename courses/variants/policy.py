"""What updates may do without asking: the municipality's policy, and what has happened before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from courses.models import VariantUpdate
from elearning.municipalities.models import Municipality


def may_apply_itself(updates: Iterable[VariantUpdate], municipalities: Mapping[int, Municipality]) -> list[VariantUpdate]:
    """Of planned updates, those that go into their variants without anybody being asked; one query.

    ``municipalities`` are given by the variant's id. A release that somebody has undone comes back only by a person's
    hand; the next one is another matter.
    """
    clean = [
        update
        for update in updates
        if municipalities[update.variant_id].update_policy == Municipality.UpdatePolicy.APPLY
        and not update.conflicts
        and not update.blockers
    ]
    undone = set(
        VariantUpdate.objects.unscoped(reason="the updates are given")
        .filter(variant__in=[update.variant_id for update in clean], status=VariantUpdate.Status.UNDONE)
        .values_list("variant", "target_release")
    )
    return [update for update in clean if (update.variant_id, update.target_release_id) not in undone]
