"""What a version stands on cannot be deleted; these say so before the database has to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.models import CoursePage, ReleaseMedia


def refuse_pages(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """A redirect with a message where one of the pages is, or holds, a course with versions."""
    held = released_courses(list(pages))
    if not held:
        return None
    titles = ", ".join(f"»{course.get_admin_display_title()}«" for course in held)
    messages.error(
        request,
        _(
            "%(titles)s cannot be deleted: versions have been made of it, and learners may be reading them. "
            "Unpublish the course instead; it then leaves the catalogue."
        )
        % {"titles": titles},
    )
    parent = held[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk)


def refuse_bulk(request: HttpRequest, action_type: str, objects: list[Any]) -> HttpResponse | None:
    """The same for many at once: pages, images or documents."""
    if action_type != "delete" or not objects:
        return None
    if isinstance(objects[0], Page):
        return refuse_pages(request, objects)
    model = type(objects[0])
    if model not in (get_image_model(), get_document_model()):
        return None
    field = "image" if model is get_image_model() else "document"
    used = ReleaseMedia.objects.filter(**{f"{field}__in": [row.pk for row in objects]})
    titles = sorted(set(used.values_list("title", flat=True)))
    if not titles:
        return None
    messages.error(request, _files_message(titles))
    return redirect("wagtailimages:index" if field == "image" else "wagtaildocs:index")


def released_courses(pages: list[Page]) -> list[CoursePage]:
    """The courses with versions among the pages and below them."""
    if not pages:
        return []
    inside = Q()
    for page in pages:
        inside |= Q(path__startswith=page.path)
    return list(CoursePage.objects.filter(inside, releases__isnull=False).distinct())


def _files_message(titles: Iterable[str]) -> str:
    return _("%(titles)s is used in a version of a course and cannot be deleted. You can replace the file.") % {
        "titles": ", ".join(f"»{title}«" for title in titles)
    }


class ProtectedDeletionMiddleware:
    """In the admin, a deletion that the database refuses is a message, whoever tried it and from wherever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        home = reverse("wagtailadmin_home")
        if not isinstance(exception, ProtectedError) or not request.path.startswith(home):
            return None
        files = sorted({row.title for row in exception.protected_objects if isinstance(row, ReleaseMedia)})
        message = _files_message(files) if files else _("It cannot be deleted, because something else stands on it.")
        messages.error(request, message)
        return redirect(home)
