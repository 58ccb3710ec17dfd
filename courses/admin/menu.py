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
from courses.admin.variant_selectors import own_municipalities
from courses.models import CoursePage, NodePage
from courses.variants.access import may_see, variant_of


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


class MunicipalCoursesMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(
            _("The municipality's courses"),
            reverse("hyldefri_municipal_courses"),
            name="hyldefri-municipal-courses",
            icon_name="copy",
            order=140,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(own_municipalities(request.user))


class LocksButton(PageMenuItem):
    label = _("Agreed locks")
    icon_name = "lock"
    url_name = "hyldefri_course_locks"

    def is_shown(self, user: Any) -> bool:
        return may_release(user, self.page) and variant_of(self.page) is None


class VariantButton(PageMenuItem):
    """From any page of a variant to its overview."""

    label = _("Our own version")
    icon_name = "copy"

    @property
    def url(self) -> str | None:
        variant = variant_of(self.page)
        return reverse("hyldefri_variant", args=[variant.pk]) if variant else None

    def is_shown(self, user: Any) -> bool:
        variant = variant_of(self.page)
        return variant is not None and may_see(user, variant.municipality)


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
        yield LocksButton(page=page, priority=14)


def variant_buttons(page: Page) -> Iterator[PageMenuItem]:
    """A button for a page of a variant; none for other pages."""
    if issubclass(page.specific_class or Page, NodePage):
        yield VariantButton(page=page, priority=11)
