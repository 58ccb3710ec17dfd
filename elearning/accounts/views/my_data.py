"""*My data*: everything about me, to read and to take away, and the way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.templatetags.hyldefri import clock, day
from elearning.accounts import confirmation, personal_data
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.errors import AccountError
from elearning.accounts.personal_data import PersonalDatum, Row
from elearning.accounts.profile_forms import CodeForm
from elearning.accounts.retention import days
from elearning.accounts.views.requests import SignedInRequest

PURPOSE = "delete_account"
DAYS_A_YEAR = 365.25
#: So many rows of a kind stand on the page.
SHOWN = 50


@login_required
@never_cache
@require_safe
def my_data(request: SignedInRequest) -> HttpResponse:
    sections = [_section(datum, rows) for datum, rows in personal_data.collect(request.user)]
    return render(request, "accounts/my_data.html", {"sections": sections})


def _section(datum: PersonalDatum, rows: list[Row]) -> dict[str, Any]:
    """What a person can read: the newest rows, without what only a machine reads. All of it is in the download."""
    columns = [column for column in datum.columns if column not in datum.for_machines]
    return {
        "datum": datum,
        "kept": _kept(days(datum.kind)),
        "labels": [datum.columns[column] for column in columns],
        "rows": [[_shown(row.get(column)) for column in columns] for row in rows[-SHOWN:]],
        "count": len(rows),
        "shown": SHOWN,
    }


def _kept(number: int | None) -> str:
    """How long, in years where it is years."""
    if number is None:
        return _("Until you delete your account")
    years = round(number / DAYS_A_YEAR)
    if years:
        return ngettext("%(count)d year after you last used it", "%(count)d years after you last used it", years) % {
            "count": years
        }
    return ngettext("%(count)d day after you last used it", "%(count)d days after you last used it", number) % {
        "count": number
    }


def _shown(value: Any) -> Any:
    """A value of an export as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _("%(date)s at %(time)s") % {"date": day(value), "time": clock(value)}
    return value


@login_required
@never_cache
@require_safe
def download(request: SignedInRequest) -> HttpResponse:
    response = JsonResponse(personal_data.as_json(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="mine-data.json"'
    return response


def _has_second_factor(request: HttpRequest) -> bool:
    return bool(is_mfa_enabled(request.user))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=_has_second_factor)
def delete_account(request: SignedInRequest) -> HttpResponse:
    """First a page that says what goes, then a code by mail, then it is gone."""
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "code" not in request.POST:
        return _send_code(request)
    if form.is_bound and form.is_valid():
        if confirmation.confirm(request, PURPOSE, form.cleaned_data["code"]):
            return _delete(request)
        form.add_error("code", _("The code is wrong or too old."))
    waiting = confirmation.is_waiting(request, PURPOSE)
    context = {"form": form, "waiting": waiting, "data": personal_data.registered()}
    return render(request, "accounts/delete_account.html", context)


def _send_code(request: SignedInRequest) -> HttpResponse:
    if not confirmation.send_code(request, PURPOSE):
        messages.error(request, _("Too many codes have been sent. Try again in an hour."))
    return redirect("account_delete")


def _delete(request: SignedInRequest) -> HttpResponse:
    user = request.user
    try:
        DeleteAccount(user, by=user).execute()
    except AccountError as error:
        messages.error(request, str(error))
        return redirect("account_delete")
    logout(request)
    messages.success(request, _("Your account and your data are deleted."))
    return redirect("account_login")
