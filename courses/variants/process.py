"""The process settings in force in a municipality's own version of a course (DESIGN 5)."""

from __future__ import annotations

from typing import Any

from courses.models import ProcessOverrides, Variant, VariantApproval
from courses.process import SETTINGS, effective
from courses.selectors import release_tree
from courses.trees.nodes import Node
from courses.variants.locks import agreed_locks, locked_settings


def settings_locked_for(variant: Variant, tree: Node) -> dict[str, str]:
    """The settings the municipality cannot override, each with the reason; ``tree`` is whose locks are read."""
    return locked_settings(tree, agreed_locks([variant])[variant.pk])


def process_in_force(variant: Variant, tree: Node) -> dict[str, Any]:
    """Every setting as it applies to somebody who begins now; ``tree`` as in :func:`settings_locked_for`."""
    return effective(tree["fields"], overrides_of(variant), frozenset(settings_locked_for(variant, tree)))


def approved_process(variant: Variant) -> dict[str, Any]:
    """Every setting as somebody meets it who begins now: as the municipality approved it with the version she gets.

    A variant that came without an approval is run as its settings now say.
    """
    given = VariantApproval.objects.unscoped(reason="the variant is given").filter(
        variant=variant, status=VariantApproval.Status.APPROVED, release=variant.current_release_id
    )
    process: dict[str, Any] | None = given.values_list("process", flat=True).first()
    return process or process_in_force(variant, release_tree(variant.base_release_id))


def overrides_of(variant: Variant) -> dict[str, Any]:
    """Setting -> the municipality's own value, None where it has none."""
    own = ProcessOverrides.objects.unscoped(reason="the variant is given").filter(variant=variant).first()
    return {name: getattr(own, name) for name in SETTINGS} if own else {}
