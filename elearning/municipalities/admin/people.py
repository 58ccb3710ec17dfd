"""A municipality's people and units, managed by its own editor and approver, and by operators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.municipalities.actions.members import AddMember, ChangeMembership, RemoveMembership
from elearning.municipalities.actions.units import RemoveUnit, SaveUnit
from elearning.municipalities.admin.forms import FilterForm, MemberForm, NewMemberForm, RemoveUnitForm, UnitForm
from elearning.municipalities.admin.selectors import members, unit_tree
from elearning.municipalities.admin.views import MunicipalityScreen
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.managing import grantable_roles
from elearning.municipalities.models import Membership, OrganisationUnit

PEOPLE = gettext_lazy("People")
UNITS = gettext_lazy("Organisation units")


class MembersView(MunicipalityScreen):
    template_name = "municipalities/admin/members.html"
    page_title = PEOPLE
    header_icon = "group"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET, municipality=self.municipality)
        wanted = form.cleaned_data if form.is_valid() else {}
        found = members(
            self.municipality,
            text=wanted.get("q", ""),
            role=wanted.get("role", ""),
            unit=wanted.get("unit", ""),
        )
        page = Paginator(found, self.paginate_by).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            form=form,
            page_obj=page,
            query=query.urlencode(),
            roles=grantable_roles(self.request.user, self.municipality),
            **kwargs,
        )


class NewMemberView(MunicipalityScreen):
    template_name = "municipalities/admin/form.html"
    page_title = gettext_lazy("Add somebody")
    header_icon = "group"
    above = ((PEOPLE, "hyldefri_municipalities:members"),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(submit=_("Add"), back="hyldefri_municipalities:members", **kwargs)

    def form(self, data: Any = None) -> NewMemberForm:
        return NewMemberForm(data, municipality=self.municipality, user=self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        given = form.cleaned_data
        try:
            AddMember(self.municipality, given["email"], form.place(), name=given["name"], user=request.user).execute()
        except MunicipalityError as error:
            form.add_error("email", str(error))
            return self.refuse(form)
        messages.success(request, _("%(email)s is added.") % {"email": given["email"]})
        return redirect("hyldefri_municipalities:members", self.municipality.code)


class MemberScreen(MunicipalityScreen):
    """One person's membership; another municipality's is as one that does not exist."""

    header_icon = "group"
    above = ((PEOPLE, "hyldefri_municipalities:members"),)

    @cached_property
    def membership(self) -> Membership:
        found = members(self.municipality).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        if found.role not in grantable_roles(self.request.user, self.municipality):
            raise PermissionDenied
        return found

    def get_page_subtitle(self) -> str:
        return str(self.membership.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(membership=self.membership, back="hyldefri_municipalities:members", **kwargs)


class MemberView(MemberScreen):
    template_name = "municipalities/admin/form.html"
    page_title = gettext_lazy("Edit membership")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(submit=_("Save"), **kwargs)

    def form(self, data: Any = None) -> MemberForm:
        return MemberForm(data, municipality=self.municipality, user=self.request.user, membership=self.membership)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            ChangeMembership(self.membership, form.place(), user=request.user).execute()
        except MunicipalityError as error:
            form.add_error(None, str(error))
            return self.refuse(form)
        messages.success(request, _("Saved."))
        return redirect("hyldefri_municipalities:members", self.municipality.code)


class RemoveMemberView(MemberScreen):
    template_name = "municipalities/admin/remove_member.html"
    page_title = gettext_lazy("Remove from the municipality")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            RemoveMembership(self.membership, user=request.user).execute()
        except MunicipalityError as error:
            return self.render_to_response(self.get_context_data(refusal=str(error)), status=422)
        messages.success(request, _("%(person)s is removed.") % {"person": self.membership.user})
        return redirect("hyldefri_municipalities:members", self.municipality.code)


class UnitsView(MunicipalityScreen):
    template_name = "municipalities/admin/units.html"
    page_title = UNITS
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(units=unit_tree(self.municipality), **kwargs)


class UnitScreen(MunicipalityScreen):
    """Making a unit, or with ``pk`` changing one."""

    template_name = "municipalities/admin/form.html"
    header_icon = "list-ul"
    above = ((UNITS, "hyldefri_municipalities:units"),)

    @cached_property
    def unit(self) -> OrganisationUnit | None:
        if "pk" not in self.kwargs:
            return None
        units = OrganisationUnit.objects.for_municipality(self.municipality).select_related("parent", "municipality")
        found = units.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return _("Edit unit") if "pk" in self.kwargs else _("New unit")

    def form(self, data: Any = None) -> Any:
        return UnitForm(data, municipality=self.municipality, unit=self.unit)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        kwargs.setdefault("submit", _("Save"))
        return super().get_context_data(unit=self.unit, back="hyldefri_municipalities:units", **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            self.store(form)
        except MunicipalityError as error:
            form.add_error(None, str(error))
            return self.refuse(form)
        messages.success(request, _("Saved."))
        return redirect("hyldefri_municipalities:units", self.municipality.code)

    def store(self, form: Any) -> None:
        name, parent = form.cleaned_data["name"], form.chosen_parent()
        SaveUnit(self.municipality, name, parent, unit=self.unit, user=self.request.user).execute()


class RemoveUnitView(UnitScreen):
    template_name = "municipalities/admin/remove_unit.html"

    def get_page_title(self) -> str:
        return _("Remove unit")

    def form(self, data: Any = None) -> Any:
        return RemoveUnitForm(data, unit=self.required)

    @property
    def required(self) -> OrganisationUnit:
        unit = self.unit
        if unit is None:
            raise Http404
        return unit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = members(self.municipality, unit=str(self.kwargs["pk"])).count()
        return super().get_context_data(people=people, **kwargs)

    def store(self, form: Any) -> None:
        RemoveUnit(self.required, form.chosen_successor(), user=self.request.user).execute()
