"""Views of Wagtail's admin that show what is nobody's to ask for, as they are here instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from taggit.models import Tag, TaggedItem
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.chooser import BrowseView, ExternalLinkView, page_models_from_string
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

from courses.isolation.ownership import are_foreign_files, are_foreign_pages, without_foreign_pages
from elearning.municipalities.roles import is_operator

View = Callable[..., HttpResponse]


@cache
def closed_views() -> Mapping[str, View]:
    """By the names of Wagtail's views."""
    return {
        "wagtailadmin_choose_page": browse_pages,
        "wagtailadmin_choose_page_external_link": OwnExternalLinkView.as_view(),
        "wagtailadmin_tag_autocomplete": autocomplete_tags,
        "wagtailadmin_tag_model_autocomplete": autocomplete_tags,
        "wagtail_bulk_action": bulk_action,
        # Their figures and their lists of people are the whole site's.
        "wagtailadmin_reports:page_types_usage": for_operators(PageTypesUsageReportView.as_view()),
        "wagtailadmin_reports:page_types_usage_results": for_operators(
            PageTypesUsageReportView.as_view(results_only=True)
        ),
        "wagtailadmin_reports:workflow": for_operators(WorkflowView.as_view()),
        "wagtailadmin_reports:workflow_results": for_operators(WorkflowView.as_view(results_only=True)),
        "wagtailadmin_reports:workflow_tasks": for_operators(WorkflowTasksView.as_view()),
        "wagtailadmin_reports:workflow_tasks_results": for_operators(WorkflowTasksView.as_view(results_only=True)),
    }


#: The menu items of the reports that only operators see, by Wagtail's names.
OPERATORS_REPORTS = frozenset({"workflows", "workflow-tasks", "page-types-usage"})


def for_operators(view: View) -> View:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_operator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def browse_pages(request: HttpRequest) -> HttpResponse:
    """Begin below what the pages of the wanted type have in common: not if that is another municipality's."""
    answer: HttpResponse
    try:
        wanted = page_models_from_string(request.GET.get("page_type") or Page._meta.label_lower)
    except (ValueError, LookupError) as error:
        raise Http404 from error
    if wanted != (Page,):
        start = Page.objects.all().type(*wanted).first_common_ancestor()
        if are_foreign_pages([start.pk], request.user):
            mine: Any = without_foreign_pages(Page.objects.type(*wanted), request.user)
            address = reverse("wagtailadmin_choose_page_child", args=[mine.first_common_ancestor().pk])
            return redirect(f"{address}?{request.GET.urlencode()}")
    answer = BrowseView.as_view()(request)
    return answer


class OwnExternalLinkView(ExternalLinkView):
    """An address that leads to another municipality's page stays an address: its draft's title is not told."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST, initial=self.get_initial_data(), prefix=self.form_prefix)
        if form.is_valid() and self._leads_elsewhere(form.cleaned_data["url"]):
            self.form = form
            kept: HttpResponse = self.render_chosen_response(self.get_result_data())
            return kept
        answer: HttpResponse = super().post(request)
        return answer

    def _leads_elsewhere(self, url: str) -> bool:
        steps = [step for step in urlsplit(url).path.split("/") if step]
        for site in Site.objects.select_related("root_page"):
            try:
                found = site.root_page.specific.route(self.request, list(steps)).page
            except Http404:
                continue
            if are_foreign_pages([found.pk], self.request.user):
                return True
        return False


def autocomplete_tags(request: HttpRequest, app_name: str = "", model_name: str = "") -> HttpResponse:
    """Tags of the files the person may see; tags are words a municipality has written."""
    if app_name and (app_name, model_name) != (Tag._meta.app_label, Tag._meta.model_name):
        raise Http404
    term = request.GET.get("term", "")
    names = own_tags(request.user).filter(name__istartswith=term).order_by("name") if term else Tag.objects.none()
    return JsonResponse(list(names.values_list("name", flat=True)[:TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


def own_tags(user: Any, *models: type[Any]) -> QuerySet[Tag]:
    """Tags of images and documents, or of those of ``models``, that the person may see."""
    used = Q(pk__in=[])
    for model in models or (get_image_model(), get_document_model()):
        files = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["change", "choose"])
        used |= Q(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            object_id__in=files.values("pk"),
        )
    tags: QuerySet[Tag] = Tag.objects.filter(pk__in=TaggedItem.objects.filter(used).values("tag"))
    return tags


def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """As Wagtail's, but what the person may do nothing with is not listed by name where it is none of hers."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    chosen = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if chosen is None:
        raise Http404
    quiet = type(f"Own{chosen.__name__}", (QuietAboutOthers, chosen), {})
    answer: HttpResponse = quiet(request, model).dispatch(request)
    return answer


class QuietAboutOthers:
    request: HttpRequest

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        objects, others = super().get_actionable_objects()  # type: ignore[misc]
        refused = [row for row in others["items_with_no_access"] if self._may_be_named(row)]
        return objects, {**others, "items_with_no_access": refused}

    def _may_be_named(self, row: Any) -> bool:
        if isinstance(row, Page):
            return not are_foreign_pages([row.pk], self.request.user)
        if isinstance(row, (get_image_model(), get_document_model())):
            return not are_foreign_files(type(row), [row.pk], self.request.user)
        return is_operator(self.request.user)
