from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Prefetch

from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.scoping import UnscopedQuery
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db

WAYS: dict[str, Callable[[Any], Any]] = {
    "fetching": list,
    "fetching one": lambda rows: rows.get(pk=1),
    "the first": lambda rows: rows.first(),
    "the last": lambda rows: rows.last(),
    "indexing": lambda rows: rows[0],
    "a slice": lambda rows: list(rows[:2]),
    "truth": bool,
    "length": len,
    "membership": lambda rows: None in rows,
    "values": lambda rows: list(rows.values("pk")),
    "a list of values": lambda rows: list(rows.values_list("pk", flat=True)),
    "counting": lambda rows: rows.count(),
    "existence": lambda rows: rows.exists(),
    "containing": lambda rows: rows.contains(Membership(pk=1)),
    "aggregating": lambda rows: rows.aggregate(Count("pk")),
    "updating": lambda rows: rows.update(role="editor"),
    "deleting": lambda rows: rows.delete(),
    "iterating": lambda rows: next(rows.iterator(), None),
    "by keys": lambda rows: rows.in_bulk([1]),
    "a subquery": lambda rows: list(User.objects.filter(pk__in=rows.values("user"))),
    "a union": lambda rows: list(rows.union(rows)),
    "getting or making": lambda rows: rows.get_or_create(user_id=1, municipality_id=1),
    "updating or making": lambda rows: rows.update_or_create(user_id=1, municipality_id=1),
    "the newest": lambda rows: rows.latest("pk"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("rows", ["all", "filter", "exclude", "order_by"])
def test_without_a_scope_no_query_runs(way: str, rows: str) -> None:
    MembershipFactory()
    with pytest.raises(UnscopedQuery, match="Membership"):
        WAYS[way](getattr(Membership.objects, rows)())
    assert Membership.objects.unscoped(reason="to see that nothing changed").get().role == "learner"


def test_only_the_named_municipalitys_rows_are_found() -> None:
    mine = MembershipFactory()
    MembershipFactory()
    rows = Membership.objects.for_municipality(mine.municipality)
    assert list(rows) == [mine]
    assert rows.count() == 1
    assert list(Membership.objects.filter(role="learner").for_municipality(mine.municipality_id)) == [mine]


def test_the_scope_survives_what_is_chained_on_it() -> None:
    mine = MembershipFactory()
    rows = Membership.objects.for_municipality(mine.municipality).filter(role="learner").order_by("pk")
    assert list(rows.values_list("pk", flat=True)) == [mine.pk]
    assert rows.exists()
    assert list(User.objects.filter(pk__in=rows.values("user"))) == [mine.user]


def test_a_persons_own_rows_are_found_in_every_municipality() -> None:
    user = UserFactory()
    rows = [MembershipFactory(user=user), MembershipFactory(user=user)]
    MembershipFactory()
    assert set(Membership.objects.for_user(user)) == set(rows)


@pytest.mark.parametrize("reason", ["", "  "])
def test_going_without_a_scope_needs_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        Membership.objects.unscoped(reason=reason)


def test_marking_one_query_does_not_mark_the_one_it_came_from() -> None:
    rows = Membership.objects.filter(role="learner")
    rows.unscoped(reason="a test")
    with pytest.raises(UnscopedQuery):
        list(rows)


def test_a_related_manager_is_scoped_by_the_row_it_hangs_on() -> None:
    mine = MembershipFactory()
    MembershipFactory()
    assert list(mine.municipality.memberships.all()) == [mine]
    assert mine.municipality.memberships.filter(role="learner").count() == 1
    assert mine.user.memberships.exists()


def test_prefetching_is_allowed() -> None:
    mine = MembershipFactory()
    municipalities = Municipality.objects.filter(pk=mine.municipality_id).prefetch_related("memberships")
    assert list(municipalities[0].memberships.all()) == [mine]


def test_prefetching_with_a_query_of_ones_own_needs_its_scope() -> None:
    mine = MembershipFactory()
    scoped = Membership.objects.for_municipality(mine.municipality)
    found = Municipality.objects.filter(pk=mine.municipality_id).prefetch_related(Prefetch("memberships", scoped))
    assert list(found[0].memberships.all()) == [mine]


def test_the_base_manager_stays_plain_so_that_django_can_cascade() -> None:
    membership = MembershipFactory()
    assert Membership._base_manager.count() == 1
    membership.refresh_from_db()
    membership.user.delete()
    assert Membership._base_manager.count() == 0


def test_saving_and_deleting_a_row_one_holds_needs_no_scope() -> None:
    membership = MembershipFactory(municipality=MunicipalityFactory())
    membership.role = Membership.Role.EDITOR
    membership.save()
    membership.delete()
    assert Membership._base_manager.count() == 0
