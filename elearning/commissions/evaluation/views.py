"""Where a learner answers. Her own questions only; nobody else's are there."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.selectors import release_tree
from elearning.commissions.actions.evaluation import AnswerEvaluation, AnswersMissing
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.evaluation import questionnaire
from elearning.commissions.evaluation.forms import EvaluationForm
from elearning.commissions.evaluation.rounds import Asked, asked_enrolments, closes_at, open_rounds
from elearning.commissions.models import EvaluationAnswer, Round
from tracking.learning.access import own_enrolment
from tracking.models import Enrolment


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, enrolment: uuid.UUID, round_: str) -> HttpResponse:
    own = own_enrolment(request, enrolment)
    if round_ not in Round.values:
        raise Http404
    asked = _asked(own, Round(round_))
    if asked is None or asked.is_sent:
        return _over(request, own, Round(round_))
    if request.method != "POST":
        return _questions(request, asked, asked.answer.answers if asked.answer else {})
    send = request.POST.get("do") == "send"
    try:
        AnswerEvaluation(own, asked.round, request.POST, user=request.user, send=send).execute()
    except AnswersMissing as missing:
        return _questions(request, _asked(own, asked.round) or asked, request.POST.dict(), missing.fields)
    except CommissionRefused as late:
        messages.error(request, str(late))
        return _over(request, own, asked.round, status=409)
    if not send:
        messages.success(request, _("Saved. Nothing is counted before you send it."))
    return redirect("commissions:evaluation", own.pk, round_)


def _asked(own: Enrolment, round_: Round) -> Asked | None:
    rows = Enrolment.objects.for_municipality(own.municipality_id).filter(pk=own.pk)
    found = asked_enrolments(rows).first()
    return next((each for each in open_rounds(found) if each.round == round_), None) if found else None


def _questions(
    request: HttpRequest, asked: Asked, answers: dict[str, Any], gaps: dict[str, str] | None = None
) -> HttpResponse:
    version = asked.answer.version if asked.answer else questionnaire.CURRENT[asked.round].version
    form = EvaluationForm(questionnaire.defined(asked.round, version), answers, gaps or {})
    context = {
        **_about(asked.enrolment, asked.round),
        "form": form,
        "errors": form.summary(),
        "closes": closes_at(asked.enrolment, asked.round),
        "is_draft": asked.answer is not None,
    }
    return render(request, "commissions/evaluation/questions.html", context, status=422 if gaps else 200)


def _over(request: HttpRequest, own: Enrolment, round_: Round, *, status: int = 200) -> HttpResponse:
    """What she has sent, or that there is nothing to answer; a stranger to the round learns no more."""
    rows = EvaluationAnswer.objects.for_municipality(own.municipality_id)
    sent = rows.filter(enrolment=own, round=round_, submitted_at__isnull=False).first()
    said = []
    if sent is not None:
        for question in questionnaire.defined(round_, sent.version).questions:
            value = sent.answers.get(question.key, "")
            said.append((question.text, dict(question.options).get(value, value)))
    context = {**_about(own, round_), "sent": sent, "said": said}
    return render(request, "commissions/evaluation/over.html", context, status=status)


def _about(own: Enrolment, round_: Round) -> dict[str, Any]:
    return {
        "course": release_tree(own.release_id)["fields"]["title"],
        "course_url": own.get_absolute_url(),
        "later": round_ is Round.DAYS90,
        "municipality": own.municipality,
        "section": "learning",
    }
