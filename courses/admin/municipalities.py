"""The button that makes a municipality's part of the site."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.actions.set_up_municipality import SetUpMunicipality
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_operator


@require_POST
def set_up_municipality(request: HttpRequest, code: str) -> HttpResponse:
    if not is_operator(request.user):
        raise PermissionDenied
    municipality = get_object_or_404(Municipality.objects.ordinary(), code=code)
    try:
        page = SetUpMunicipality(municipality, user=request.user).execute()
    except MunicipalityError as error:
        messages.error(request, str(error))
    else:
        message = _("%(municipality)s has its part of the site: %(address)s")
        messages.success(request, message % {"municipality": municipality, "address": page.full_url})
    return redirect("hyldefri_municipalities:edit", code)
