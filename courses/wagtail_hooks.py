"""What courses add to Wagtail."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Collection, Page

from courses.actions.renew_copy import RenewCopy
from courses.admin import log_wording, menu, protection, removal, urls
from courses.admin.approval import WaitingPanel
from courses.admin.h5p import places as h5p_places
from courses.admin.h5p import urls as h5p_urls
from courses.admin.h5p.chooser import h5p_chooser
from courses.admin.review import UpdatesPanel
from courses.admin.viewsets import NODE_VIEWSETS
from courses.isolation import api, filters, policies
from courses.isolation.ownership import without_foreign_pages
from courses.isolation.serving import refuse_document
from courses.isolation.views import OPERATORS_REPORTS
from courses.variants import telling
from courses.visitors import members_only
from elearning.municipalities.roles import is_operator

policies.register()
filters.narrow()
hooks.register("before_serve_page", members_only)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    log_wording.register(actions)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [*urls.urlpatterns, *h5p_urls.urlpatterns]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [*NODE_VIEWSETS, h5p_chooser]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "courses/admin/icons/hyldefri-time.svg"]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return menu.CoursesMenuItem()


@hooks.register("register_admin_menu_item")
def register_municipal_menu_item() -> MenuItem:
    return menu.MunicipalCoursesMenuItem()


@hooks.register("register_admin_menu_item")
def register_h5p_menu_item() -> MenuItem:
    return h5p_places.H5PMenuItem()


@hooks.register("register_group_permission_panel")
def register_h5p_permission_panel() -> Any:
    return h5p_places.permission_panel()


@hooks.register("register_permissions")
def register_h5p_permissions() -> Any:
    return h5p_places.permissions()


@hooks.register("describe_collection_contents")
def describe_h5p_in_collection(collection: Collection) -> dict[str, Any] | None:
    return h5p_places.contents(collection)


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Page, **_context: Any) -> Iterable[PageMenuItem]:
    yield from menu.release_buttons(page)
    yield from menu.variant_buttons(page)


@hooks.register("register_page_listing_more_buttons")
def page_listing_more_buttons(page: Page, **_context: Any) -> Iterable[PageMenuItem]:
    return menu.release_buttons(page)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("courses/admin/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    return format_html(
        '<script src="{}" data-pool-url="{}" data-choose="{}" data-unknown="{}" data-failed="{}"></script>',
        static("courses/admin/pool-question.js"),
        reverse("hyldefri_pool", args=[0]),
        _("Choose a question"),
        _("A question that is not in the pool"),
        _("The questions could not be fetched. Try again in a moment."),
    ) + format_html('<script src="{}"></script>', static("courses/admin/locked-blocks.js"))


@hooks.register("after_copy_page")
def renew_copied_ids(_request: HttpRequest, page: Page, new_page: Page) -> None:
    RenewCopy(page, new_page).execute()


@hooks.register("before_delete_page")
def hide_instead_of_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    return removal.instead_of_deleting(request, page)


@hooks.register("before_bulk_action")
def hide_instead_of_deleting_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    return removal.instead_of_deleting_many(request, action_type, objects, action)


@hooks.register("before_delete_page")
def keep_released_courses(request: HttpRequest, page: Page) -> HttpResponse | None:
    return protection.refuse_pages(request, [page])


@hooks.register("before_bulk_action")
def keep_released_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    return protection.refuse_bulk(request, action_type, objects)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_move_page")
@hooks.register("after_delete_page")
def tell_page_changed(_request: HttpRequest, page: Page) -> None:
    telling.tell_page_changed(page)


@hooks.register("after_bulk_action")
def tell_pages_changed(_request: HttpRequest, _action_type: str, objects: list[Any], _action: Any) -> None:
    for page in objects:
        telling.tell_page_changed(page)


@hooks.register("construct_page_chooser_queryset")
def own_pages_to_choose(pages: Any, request: HttpRequest) -> Any:
    return without_foreign_pages(pages, request.user)


@hooks.register("construct_admin_api", order=100)
def own_files_in_the_api(router: Any) -> None:
    api.take_over(router)


@hooks.register("construct_reports_menu")
def reports_of_the_whole_site(request: HttpRequest, items: list[MenuItem]) -> None:
    if not is_operator(request.user):
        items[:] = [item for item in items if item.name not in OPERATORS_REPORTS]


@hooks.register("before_serve_document")
def own_documents(document: Any, request: HttpRequest) -> None:
    refuse_document(document, request)


@hooks.register("construct_homepage_panels")
def waiting_panel(_request: HttpRequest, panels: list[Any]) -> None:
    panels += [WaitingPanel(), UpdatesPanel()]
