"""Whose a page or a file is, and what of it somebody in the admin may know of.

What lies below a municipality's page, or in its collection, is the municipality's own. To everybody else it does not
exist: not to another municipality's editor, and not to the designers of the shared courses. Operators see all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection, Page

from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.permissions import ADMIN_ROLES
from elearning.municipalities.roles import DESIGNERS, is_operator

M = TypeVar("M", bound=Model)


def own_municipalities(user: Any) -> QuerySet[Any]:
    """The ids of the municipalities the person works for in the admin."""
    if not user.is_active or not user.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.for_user(user).filter(role__in=ADMIN_ROLES).values("municipality")


def without_foreign_pages(pages: QuerySet[M], user: Any) -> QuerySet[M]:
    """The pages that are shared or the person's own municipality's."""
    return _outside(pages, _foreign(user).filter(page__isnull=False).values_list("page__path", flat=True))


def without_foreign_collections(collections: QuerySet[M], user: Any) -> QuerySet[M]:
    """The collections that are shared or the person's own municipality's."""
    return _outside(collections, _foreign(user).exclude(collection=None).values_list("collection__path", flat=True))


def without_foreign_sites(sites: QuerySet[M], user: Any) -> QuerySet[M]:
    """The sites that are everybody's or the person's own municipality's."""
    return sites.filter(root_page__in=without_foreign_pages(Page.objects.all(), user).values("pk"))


def known_people(people: QuerySet[M], user: Any) -> QuerySet[M]:
    """Those the person works with: in her own municipalities, and the provider's staff."""
    if is_operator(user):
        return people
    colleagues = Membership.objects.unscoped(reason="limited to the municipalities the person works for").filter(
        municipality__in=own_municipalities(user)
    )
    staff = Q(is_superuser=True) | Q(groups__name=DESIGNERS)
    return people.filter(Q(pk__in=colleagues.values("user")) | Q(pk=user.pk) | staff).distinct()


def are_foreign_pages(pks: Iterable[int], user: Any) -> bool:
    """Whether one of the pages is another municipality's."""
    return _some_left_out(Page.objects.filter(pk__in=list(pks)), without_foreign_pages, user)


def are_foreign_collections(pks: Iterable[int], user: Any) -> bool:
    return _some_left_out(Collection.objects.filter(pk__in=list(pks)), without_foreign_collections, user)


def are_foreign_files(model: type[Model], pks: Iterable[int], user: Any) -> bool:
    """The same for images or documents."""
    held = model._default_manager.filter(pk__in=list(pks)).values("collection")
    return _some_left_out(Collection.objects.filter(pk__in=held), without_foreign_collections, user)


def _foreign(user: Any) -> QuerySet[Municipality]:
    """The municipalities the person does not work for; none for an operator."""
    if is_operator(user):
        return Municipality.objects.none()
    return Municipality.objects.exclude(pk__in=own_municipalities(user))


def _outside(nodes: QuerySet[M], paths: Iterable[str]) -> QuerySet[M]:
    """The nodes of a tree that lie at and below none of ``paths``.

    By plain comparison and not by a subquery, because search understands no other.
    """
    inside = Q()
    for path in paths:
        inside |= Q(path__startswith=path)
    return nodes.exclude(inside) if inside else nodes


def _some_left_out(rows: QuerySet[Any], without_foreign: Any, user: Any) -> bool:
    if is_operator(user):
        return False
    seen = without_foreign(rows, user).values("pk")
    return bool(rows.exclude(pk__in=seen).exists())
