"""The questions a lesson can refer to, for the list in the editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View
from wagtail.models import Page

from courses.models import CoursePage
from courses.trees.diff import label
from courses.trees.wording import type_label
from courses.trees.workbench import course_of, draft_pool


class PoolView(View):
    """The pool of the course that a page is in, as JSON. For a page that is not saved yet, its parent's id."""

    def get(self, request: HttpRequest, page_id: int) -> JsonResponse:
        page = get_object_or_404(Page, pk=page_id)
        permissions = page.permissions_for_user(request.user)
        if not (permissions.can_edit() or permissions.can_publish() or permissions.can_add_subpage()):
            raise PermissionDenied
        course = course_of(page)
        if course is None:
            raise Http404
        return JsonResponse({"questions": list(pool_choices(course))})


def pool_choices(course: CoursePage) -> Iterator[dict[str, Any]]:
    """The questions of the course's latest draft, in its order, each with a text to tell it by."""
    for node in draft_pool(course):
        code, kind = node["fields"]["code"], type_label(node["type"])
        text = f"{code}: {label(node)}" if code else label(node)
        yield {"id": node["id"], "text": f"{text} ({kind})"}
