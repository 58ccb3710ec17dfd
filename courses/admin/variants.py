"""The screens about a municipality's own versions of courses: the list, making one, one of them, its settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from courses.actions.change_process import ChangeProcess
from courses.actions.create_variant import CreateVariant
from courses.actions.tailor_page import HidePage, MovePage, RemovePage
from courses.admin import variant_selectors as selectors
from courses.admin.of_variant import OfVariant
from courses.admin.review import waiting_update
from courses.admin.variant_forms import ProcessForm
from courses.approval.selectors import approved, pending
from courses.models import CoursePage, Variant
from courses.trees.workbench import course_of
from courses.variants.access import TAILORS, may_tailor
from courses.variants.errors import VariantError
from courses.variants.workbench import Workbench, workbench_of


@dataclass(frozen=True)
class Panel:
    """A part of a variant's overview, made by the Wagtail hook ``hyldefri_variant_panel``:
    ``panel(request, variant, workbench) -> Panel | None``. ``order`` sorts; the pages come at 100.
    """

    name: str
    heading: str
    template_name: str
    order: int
    context: dict[str, Any] = field(default_factory=dict)


class MunicipalCoursesView(WagtailAdminTemplateMixin, TemplateView):
    """The courses a municipality has made its own, and those it could."""

    template_name = "courses/admin/municipal_courses.html"
    page_title = gettext_lazy("The municipality's courses")
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.municipalities = selectors.municipal_courses(request.user)
        if not self.municipalities:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(municipalities=self.municipalities, **kwargs)


class NewVariantView(WagtailAdminTemplateMixin, TemplateView):
    """Make our own version: what it means, and the button."""

    template_name = "courses/admin/new_variant.html"
    page_title = gettext_lazy("Make our own version")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = selectors.own_municipalities(request.user, TAILORS)
        self.municipality = next((each for each in own if each.pk == kwargs["municipality_id"]), None)
        if self.municipality is None:
            raise Http404
        self.course = get_object_or_404(selectors.tailorable(), pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        courses = {"url": reverse("hyldefri_municipal_courses"), "label": MunicipalCoursesView.page_title}
        return [*self.breadcrumbs_items, courses, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            municipality=self.municipality, course=self.course, release=self.course.current_release, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.municipality is not None  # noqa: S101 - narrows the type
        try:
            variant = CreateVariant(self.course, self.municipality, user=request.user).execute()
        except VariantError as error:
            messages.error(request, str(error))
            return redirect("hyldefri_municipal_courses")
        messages.success(
            request,
            _("»%(course)s« is your own now. Nobody meets it before it is approved.")
            % {"course": variant.course.title},
        )
        return redirect("hyldefri_variant", variant.pk)


class VariantView(OfVariant, WagtailAdminTemplateMixin, TemplateView):
    """What the screens about one variant share that hang below the list of the municipality's courses."""

    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("hyldefri_municipal_courses"), "label": MunicipalCoursesView.page_title},
            {"url": reverse("hyldefri_variant", args=[self.variant.pk]), "label": self.get_page_subtitle()},
            *self.last_crumbs(),
        ]

    def last_crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            variant=self.variant,
            may_tailor=may_tailor(self.request.user, self.variant.municipality),
            **kwargs,
        )


class VariantOverview(VariantView):
    """One variant: what it builds on, its pages with what is ours and what is locked, how it is run."""

    template_name = "courses/admin/variant.html"
    page_title = gettext_lazy("Our own version")

    def last_crumbs(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        panels = sorted(self.panels(workbench_of(self.variant)), key=lambda panel: panel.order)
        return super().get_context_data(panels=panels, **kwargs)

    def panels(self, bench: Workbench) -> Iterable[Panel]:
        yield Panel(
            "standing",
            _("Updates and approval"),
            "courses/admin/variant_standing.html",
            50,
            {"update": waiting_update(self.variant), "waiting": pending(self.variant), "last": approved(self.variant)},
        )
        shown = selectors.overview(bench)
        yield Panel(
            "pages",
            _("Pages"),
            "courses/admin/variant_pages.html",
            100,
            {"rows": shown.rows, "missing": shown.missing, "warnings": shown.warnings},
        )
        yield Panel(
            "process",
            _("Process"),
            "courses/admin/variant_settings.html",
            200,
            {"settings": selectors.settings_of(self.variant)},
        )
        yield Panel(
            "locks",
            _("Agreed locks"),
            "courses/admin/variant_agreed.html",
            300,
            {"agreed": selectors.agreed_rows(self.variant)},
        )
        for make in hooks.get_hooks("hyldefri_variant_panel"):
            panel: Panel | None = make(self.request, self.variant, bench)
            if panel is not None:
                yield panel


class VariantProcessView(VariantView):
    """How the municipality runs the course, where that is its own to say."""

    template_name = "courses/admin/variant_process.html"
    page_title = gettext_lazy("Process")
    header_icon = "cogs"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        variant = selectors.visible_variant(request.user, kwargs["variant_id"])
        if not may_tailor(request.user, variant.municipality):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        settings = selectors.settings_of(self.variant)
        kwargs.setdefault("form", ProcessForm(settings=settings))
        return super().get_context_data(settings=settings, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ProcessForm(request.POST, settings=selectors.settings_of(self.variant))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            changed = ChangeProcess(self.variant, form.overrides(request.POST), user=request.user).execute()
        except ValidationError as error:
            form.add_errors(error)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except VariantError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("The process is saved.") if changed else _("Nothing was changed."))
        return redirect("hyldefri_variant", self.variant.pk)


class VariantPageView(View):
    """A button on a page's row in the overview."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, variant_id: int, page_id: int) -> HttpResponse:
        variant = selectors.visible_variant(request.user, variant_id)
        page = get_object_or_404(Page, pk=page_id)
        if course_of(page) != variant.course:
            raise Http404
        try:
            messages.success(request, self.done(request, variant, page))
        except VariantError as error:
            messages.error(request, str(error))
        return redirect(f"{reverse('hyldefri_variant', args=[variant.pk])}#side-{page_id}")

    def done(self, request: HttpRequest, variant: Variant, page: Page) -> str:
        title = {"title": page.specific_deferred.get_admin_display_title()}
        match request.POST.get("action"):
            case "hide":
                HidePage(page, user=request.user).execute()
                return _("»%(title)s« is hidden in the draft.") % title
            case "show":
                HidePage(page, hidden=False, user=request.user).execute()
                return _("»%(title)s« is shown in the draft.") % title
            case "up":
                MovePage(page, direction="up", user=request.user).execute()
            case "down":
                MovePage(page, direction="down", user=request.user).execute()
            case "move":
                MovePage(page, to=self.home(request, variant), user=request.user).execute()
            case "remove":
                if RemovePage(page, user=request.user).execute() == "deleted":
                    return _("»%(title)s« is deleted.") % title
                return removed_message(title["title"])
            case _other:
                raise Http404
        return _("»%(title)s« has been moved.") % title

    def home(self, request: HttpRequest, variant: Variant) -> Page:
        pk = request.POST.get("to", "")
        home = Page.objects.filter(pk=pk).first() if pk.isdigit() else None
        if home is None or course_of(home) != variant.course:
            raise Http404
        return home


def removed_message(title: str) -> str:
    return _("»%(title)s« is the course's own: it is hidden, not deleted, so that updates still reach it.") % {
        "title": title
    }


def is_variants_course(course: CoursePage) -> bool:
    return Variant.objects.unscoped(reason="is it a variant's?").filter(course=course).exists()
