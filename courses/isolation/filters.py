"""The lists that Wagtail's filters offer: people, sites and tags of the whole site, narrowed to whom one works with.

Wagtail keeps them as attributes of its classes and asks nobody; there is no hook. They are replaced where they are,
once, and the walk in tests/isolation tells when a new version has moved them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from taggit.models import Tag
from wagtail.admin import filters as admin_filters
from wagtail.admin.views.generic.history import HistoryFilterSet
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.images.views import chooser as image_chooser
from wagtail.log_actions import get_active_log_context

from courses.isolation.ownership import known_people, without_foreign_sites
from courses.isolation.views import own_tags

POPULAR = 10


def narrow() -> None:
    """Called once, when the hooks are read."""
    for filterset, name, narrowed in (
        (PageFilterSet, "owner", known_people),
        (PageFilterSet, "edited_by", known_people),
        (PageFilterSet, "site", without_foreign_sites),
        (LockedPagesReportFilterSet, "locked_by", known_people),
        (HistoryFilterSet, "user", known_people),
    ):
        _narrow(filterset.declared_filters[name], narrowed)
    # Both modules have imported the function by name.
    admin_filters.popular_tags_for_model = popular_own_tags
    image_chooser.popular_tags_for_model = popular_own_tags


def _narrow(offered: Any, narrowed: Callable[[QuerySet[Any], Any], QuerySet[Any]]) -> None:
    """Filters are copied with their class for every request; the class's own method is told what to leave out."""
    known = type(offered)

    class Narrowed(known):  # type: ignore[misc, valid-type]
        def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
            # A view that makes the list itself hands it over beside the filter's own.
            offers = super().get_queryset(request)
            offered_now: QuerySet[Any] = self.extra["queryset"] if offers is None else offers
            return narrowed(offered_now, request.user)

    Narrowed.__name__ = f"Own{known.__name__}"
    offered.__class__ = Narrowed


def popular_own_tags(model: type[Any], count: int = POPULAR) -> QuerySet[Tag]:
    """The most used tags of the files the person may see."""
    user = get_active_log_context().user
    tags: QuerySet[Tag] = Tag.objects.none() if user is None else own_tags(user, model)
    counted: QuerySet[Tag] = tags.annotate(item_count=Count("taggit_taggeditem_items"))
    popular: QuerySet[Tag] = counted.order_by("-item_count", "name")[:count]
    return popular
