"""The door of the admin: an address that names another municipality's page or file is not there.

Wagtail asks for permission in most of its views, and shows a title before it asks, or never asks, in the others. Here
every address of the admin is looked at the same way, so that one that comes with the next version is closed too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import ResolverMatch, reverse
from wagtail.admin.auth import require_admin_access
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from courses.isolation.ownership import are_foreign_collections, are_foreign_files, are_foreign_pages
from courses.isolation.views import closed_views
from courses.models import H5PActivity, H5PImport

#: What an argument of an address, or of its query, names.
ARGUMENTS: Mapping[str, type[Model]] = {
    "page_id": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "page_pk": Page,
    "childOf": Page,
    "target_pages[]": Page,
    "new_parent_page": Page,
    "image_id": get_image_model(),
    "document_id": get_document_model(),
    "doc_id": get_document_model(),
    "collection_id": Collection,
    "collection": Collection,
    "activity_id": H5PActivity,
    "import_id": H5PImport,
}
#: ``pk``, ``id`` and ``object_id`` name what the address is about: the beginnings of view names.
SUBJECTS: Mapping[str, type[Model]] = {
    "wagtailadmin_pages:": Page,
    "wagtailadmin_choose_page": Page,
    "wagtailadmin_api:pages:": Page,
    "wagtailadmin_api:images:": get_image_model(),
    "wagtailadmin_api:documents:": get_document_model(),
    "wagtailimages": get_image_model(),
    "wagtaildocs": get_document_model(),
    "wagtailadmin_collections:": Collection,
}
SUBJECT_ARGUMENTS = ("pk", "id", "object_id")


class IsolationMiddleware:
    """Behind the middleware that says who the user is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        # Whoever may not enter at all is led to sign-in by Wagtail, or told so.
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        if names_foreign(request, match):
            raise Http404
        closed = closed_views().get(match.view_name)
        if closed is None:
            return None
        answer: HttpResponse = require_admin_access(closed)(request, **kwargs)
        return answer


def names_foreign(request: HttpRequest, match: ResolverMatch) -> bool:
    """Whether the address, its query or what is posted names what is another municipality's."""
    subject = _subject(match)
    named: dict[type[Model], set[int]] = {}
    for source in (match.kwargs, request.GET, _posted(request)):
        for name in source:
            model = subject if name in SUBJECT_ARGUMENTS else ARGUMENTS.get(name)
            if model is not None:
                named.setdefault(model, set()).update(_numbers(source, name))
    return any(_is_foreign(model, pks, request.user) for model, pks in named.items() if pks)


def _subject(match: ResolverMatch) -> type[Model] | None:
    if {"app_label", "model_name"} <= match.kwargs.keys():
        named = (match.kwargs["app_label"], match.kwargs["model_name"])
        every = (Page, get_image_model(), get_document_model(), *Page.__subclasses__())
        return next((model for model in every if (model._meta.app_label, model._meta.model_name) == named), None)
    return next((model for start, model in SUBJECTS.items() if match.view_name.startswith(start)), None)


def _posted(request: HttpRequest) -> QueryDict:
    """What is sent as JSON is read by the view that expects it."""
    return request.POST if request.method == "POST" else QueryDict()


def _numbers(source: Mapping[str, Any], name: str) -> Iterable[int]:
    values = source.getlist(name) if isinstance(source, QueryDict) else [source[name]]
    return {int(value) for value in values if str(value).isascii() and str(value).isdecimal() and len(str(value)) < 19}


def _is_foreign(model: type[Model], pks: Iterable[int], user: Any) -> bool:
    if issubclass(model, Page):
        return are_foreign_pages(pks, user)
    if model is Collection:
        return are_foreign_collections(pks, user)
    return are_foreign_files(model, pks, user)
