"""The ways to the designer's screens: the menu, and the buttons on a course's page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from courses.admin.selectors import editable_courses, may_release, may_see_releases
from courses.models import CoursePage


class CoursesMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            _("Courses and versions"),
            reverse("hyldefri_courses"),
            name="hyldefri-courses",
            icon_name="doc-full",
            order=150,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return editable_courses(request.user).exists()


class NewReleaseButton(PageMenuItem):
    label = _("New version")
    icon_name = "success"
    url_name = "hyldefri_new_release"

    def is_shown(self, user: Any) -> bool:
        return may_release(user, self.page)


class ReleasesButton(PageMenuItem):
    label = _("Versions")
    icon_name = "history"
    url_name = "hyldefri_releases"

    def is_shown(self, user: Any) -> bool:
        return may_see_releases(user, self.page)


def release_buttons(page: Page) -> Iterator[PageMenuItem]:
    """Buttons for a course's page; none for other pages."""
    if issubclass(page.specific_class or Page, CoursePage):
        yield NewReleaseButton(page=page, priority=12)
        yield ReleasesButton(page=page, priority=13)
