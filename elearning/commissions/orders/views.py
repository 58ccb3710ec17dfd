"""The order: written, kept as a draft, sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearning.commissions import limits
from elearning.commissions.actions.drafts import DropDraft, SaveDraft
from elearning.commissions.actions.moves import SubmitCommission
from elearning.commissions.errors import CommissionError
from elearning.commissions.models import Commission
from elearning.commissions.orders import drafting, spam
from elearning.commissions.orders.forms import OrderForm
from elearning.commissions.requirements import findings
from elearning.commissions.summary import next_step

TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """»Gem kladde« keeps what is right of it; »Send« asks for the rest. Works without a script."""
    draft = drafting.draft_of(request)
    municipalities = drafting.may_order_for(request)
    if request.method != "POST":
        known = None if draft else drafting.beginning(request)
        form = OrderForm(instance=draft, municipalities=municipalities, initial=known)
        return _page(request, form, draft)
    if "drop" in request.POST:
        return _drop(request, draft)
    form = OrderForm(request.POST, instance=draft, municipalities=municipalities)
    form.is_valid()
    objection = _objection(request, draft)
    if objection:
        return _refused(request, form, draft, objection, TOO_MANY if draft is None else 422)
    draft = _save(request, form, draft)
    if request.headers.get("X-Autosave"):
        return JsonResponse(
            {"saved": _clock(draft), "errors": {name: list(found) for name, found in form.errors.items()}}
        )
    if form.errors:
        return _page(request, form, draft, status=422)
    if "send" not in request.POST:
        messages.success(request, _("The draft is saved. You can come back to it from this browser."))
        return redirect("commissions:order")
    return _send(request, form, draft)


@never_cache
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest) -> HttpResponse:
    sent = request.session.get(drafting.SESSION_SENT)
    if not sent:
        return redirect("commissions:order")
    return render(request, "commissions/thanks.html", {"sent": sent})


def _save(request: HttpRequest, form: OrderForm, draft: Commission | None) -> Commission:
    wrote_it = draft is not None and drafting.wrote_it(request, draft)
    saved = SaveDraft(form.kept(), commission=draft, user=request.user, wrote_it=wrote_it).execute()
    drafting.remember(request, saved)
    return saved


def _objection(request: HttpRequest, draft: Commission | None) -> str:
    """A machine's first draft is not stored; nor one of too many."""
    if request.user.is_authenticated:
        return ""
    if request.POST.get(spam.TRAP):
        return spam.objection(request.POST[spam.TRAP], "")
    if draft is None and not limits.may_begin(request):
        return _("There have been very many orders in the last hour. Try again later.")
    return ""


def _send(request: HttpRequest, form: OrderForm, draft: Commission) -> HttpResponse:
    if not request.user.is_authenticated:
        objection = spam.objection(request.POST.get(spam.TRAP, ""), request.POST.get("begun", ""))
        if objection:
            return _refused(request, form, draft, objection, 422)
    for finding in findings("submit", draft):
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)
    if form.errors:
        return _page(request, form, draft, status=422)
    # Counted before it is sent, and outside its transaction: what is refused counts too.
    if not request.user.is_authenticated and not limits.may_send(request, draft.contact_email):
        message = _("You have sent several orders within the last hour. Your draft is saved: send it later.")
        return _refused(request, form, draft, message, TOO_MANY)
    try:
        SubmitCommission(draft, user=request.user, wrote_it=drafting.wrote_it(request, draft)).execute()
    except CommissionError as error:
        return _refused(request, form, draft, str(error), 409)
    draft.refresh_from_db()
    drafting.forget(request)
    request.session[drafting.SESSION_SENT] = {
        "number": draft.number,
        "email": draft.contact_email,
        "next_step": next_step(draft),
    }
    return redirect("commissions:thanks")


def _drop(request: HttpRequest, draft: Commission | None) -> HttpResponse:
    if draft is not None:
        DropDraft(draft, user=request.user, wrote_it=drafting.wrote_it(request, draft)).execute()
        drafting.forget(request)
        messages.success(request, _("The draft is deleted."))
    return redirect("commissions:order")


def _refused(
    request: HttpRequest, form: OrderForm, draft: Commission | None, message: str, status: int
) -> HttpResponse:
    if request.headers.get("X-Autosave"):
        return JsonResponse({"message": message}, status=status)
    form.add_error(None, message)
    return _page(request, form, draft, status=status)


def _page(request: HttpRequest, form: OrderForm, draft: Commission | None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "saved_at": _clock(draft) if draft else "",
        "begun": spam.begun(),
        "trap": spam.TRAP,
        "is_stranger": not request.user.is_authenticated,
        "section": "order",
    }
    return render(request, "commissions/order.html", context, status=status)


def _clock(draft: Commission) -> str:
    moment = timezone.localtime(draft.updated_at)
    return _("Saved on %(day)s at %(time)s") % {"day": date_format(moment, "j. F"), "time": date_format(moment, "H.i")}
