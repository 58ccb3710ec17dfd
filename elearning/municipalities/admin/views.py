"""The operator's screens: all municipalities, and how one of them looks and decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from elearning.municipalities.actions.change_municipality import ChangeMunicipality
from elearning.municipalities.admin.forms import MunicipalityForm
from elearning.municipalities.admin.selectors import municipality_or_404, visible_municipalities, with_people
from elearning.municipalities.colours import ACCENT, PRIMARY, Palette, normalised, palette
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.managing import may_manage_some
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_operator


class MunicipalitiesView(WagtailAdminTemplateMixin, TemplateView):
    """The municipalities whose people the user manages; all of them for an operator."""

    template_name = "municipalities/admin/municipalities.html"
    page_title = gettext_lazy("Municipalities")
    header_icon = "site"
    paginate_by = 50

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage_some(request.user):
            raise PermissionDenied
        own = list(visible_municipalities(request.user)[:2])
        if len(own) == 1 and not is_operator(request.user):
            return redirect("hyldefri_municipalities:members", own[0].code)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").replace("\0", "").strip()[:100]
        found = with_people(visible_municipalities(self.request.user))
        if text:
            found = found.filter(Q(official_name__icontains=text) | Q(code=text))
        page = Paginator(found, self.paginate_by).get_page(self.request.GET.get("p"))
        operator = is_operator(self.request.user)
        return super().get_context_data(page_obj=page, text=text, is_operator=operator, **kwargs)


class MunicipalityScreen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens about one municipality share: whose it is, and the way back."""

    header_icon = "site"
    #: Screens between the municipality and this one: (label, name of the address).
    above: tuple[tuple[Any, str], ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.municipality = municipality_or_404(request.user, kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.municipality)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        between = [{"url": reverse(name, args=[self.municipality.code]), "label": label} for label, name in self.above]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("hyldefri_municipalities:index"), "label": MunicipalitiesView.page_title},
            *between,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            municipality=self.municipality, is_operator=is_operator(self.request.user), **kwargs
        )

    def refuse(self, form: Any, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context), status=422)


class EditMunicipalityView(MunicipalityScreen):
    """Looks, addresses and policies. »Preview« shows the colours and stores nothing."""

    template_name = "municipalities/admin/municipality.html"
    page_title = gettext_lazy("Edit municipality")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_operator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(MunicipalityForm(municipality=self.municipality), self.municipality)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MunicipalityForm(request.POST, municipality=self.municipality)
        if not form.is_valid():
            return self.show(form, self.municipality, status=422)
        if "preview" in request.POST:
            return self.show(form, Municipality(**{name: form.cleaned_data[name] for name in COLOURS}))
        try:
            ChangeMunicipality(self.municipality, form.cleaned_data, user=request.user).execute()
        except ValidationError as error:
            form.add_error(None, error)
        except MunicipalityError as error:
            form.add_error("hostnames", str(error))
        if form.errors:
            return self.show(form, self.municipality, status=422)
        messages.success(request, _("%(municipality)s is saved.") % {"municipality": self.municipality})
        return redirect("hyldefri_municipalities:edit", self.municipality.code)

    def show(self, form: MunicipalityForm, looks: Municipality, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, palette=_palette(looks), media=form.media)
        return self.render_to_response(context, status=status)


COLOURS = ("primary_colour", "accent_colour")


def _palette(looks: Municipality) -> Palette | None:
    try:
        return palette(normalised(looks.primary_colour or PRIMARY), normalised(looks.accent_colour or ACCENT))
    except ValueError:
        return None
