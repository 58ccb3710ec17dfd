"""What the screens about municipalities list, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from elearning.municipalities.managing import managed_municipalities
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit
from elearning.municipalities.roles import is_operator


def visible_municipalities(user: Any) -> QuerySet[Municipality]:
    """Every municipality for an operator, and for others those whose people they manage."""
    every = Municipality.objects.ordinary().order_by("name")
    return every if is_operator(user) else every.filter(pk__in=[it.pk for it in managed_municipalities(user)])


def with_people(municipalities: QuerySet[Municipality]) -> QuerySet[Municipality]:
    return municipalities.annotate(people=Count("memberships"))


def municipality_or_404(user: Any, code: str) -> Municipality:
    """Another municipality is as one that does not exist."""
    found = visible_municipalities(user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def members(municipality: Municipality, *, text: str = "", role: str = "", unit: str = "") -> QuerySet[Membership]:
    """By name. ``text`` is looked for in names and address; ``unit`` is a key, or "none" for those in no unit."""
    found = Membership.objects.for_municipality(municipality).select_related("user", "unit")
    for word in text.split()[:5]:
        found = found.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__email__icontains=word)
        )
    if role:
        found = found.filter(role=role)
    if unit:
        found = found.filter(unit=None) if unit == "none" else found.filter(unit=int(unit))
    return found.order_by("user__first_name", "user__last_name", "user__email")


def unit_tree(municipality: Municipality) -> list[OrganisationUnit]:
    """The units in the order of a tree, each with its ``depth`` and how many ``people`` are in it; one query."""
    units = OrganisationUnit.objects.for_municipality(municipality).annotate(people=Count("memberships"))
    children: dict[int | None, list[Any]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    return list(_branch(children, None, 0))


def _branch(children: dict[int | None, list[Any]], parent: int | None, depth: int) -> Iterator[Any]:
    for unit in children.pop(parent, []):
        unit.depth = depth
        yield unit
        yield from _branch(children, unit.pk, depth + 1)


def unit_choices(municipality: Municipality) -> list[tuple[str, str]]:
    """For a select: the tree, what is part of something with a dash for each step."""
    return [(str(unit.pk), f"{'– ' * unit.depth}{unit.name}") for unit in unit_tree(municipality)]  # type: ignore[attr-defined]
