"""A learner says whether she wants reminders."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tracking.actions.choose_reminders import ChooseReminders, wants_reminders


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """The address a reminder ends with: opening it changes nothing, the button does."""
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "1"
        ChooseReminders(request.user, wanted=wanted).execute()
        messages.success(request, _("You get reminders.") if wanted else _("You get no more reminders."))
        return redirect("tracking:reminders")
    return render(request, "tracking/reminders.html", {"wanted": wants_reminders(request.user), "section": "learning"})
