"""The learner's final test, one question at a time."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from courses.quizzes.forms import InvalidAnswer
from tracking.actions.answer_test import AnswerTest
from tracking.actions.start_test import StartTest
from tracking.learning.access import own_taking
from tracking.testing.errors import AlreadyPassed, FinalTestRefused, NotThisQuestion, OutOfOrder
from tracking.testing.pages import intro_page, question_page, result_page
from tracking.testing.selectors import Paper, latest_attempt


class SeeOther(HttpResponseRedirect):
    """After a POST: fetch this instead."""

    status_code = 303


@method_decorator([login_required, never_cache], name="dispatch")
class FinalTestView(View):
    """What the test's pages share: her course, and the attempt she is at."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, enrolment: uuid.UUID, **kwargs: object) -> HttpResponse:
        self.taking = own_taking(request, enrolment)
        attempt = latest_attempt(self.taking.enrolment)
        self.paper = Paper(attempt) if attempt else None
        response: HttpResponse = super().dispatch(request, **kwargs)  # type: ignore[assignment]
        return response

    def to(self, name: str, *args: object) -> HttpResponse:
        return redirect(f"tracking:{name}", self.taking.enrolment.pk, *args)

    def to_next(self, paper: Paper) -> HttpResponse:
        """The first question not answered, or the result when all are."""
        place = paper.first_unanswered
        return self.to("test_question", place) if place else self.to("test_result")


class TestView(FinalTestView):
    def get(self, request: HttpRequest) -> HttpResponse:
        if self.paper and (self.paper.attempt.submitted_at is None or self.paper.attempt.passed):
            return self.to_next(self.paper)
        if self.taking.criterion.test is None:
            raise Http404
        return render(request, "tracking/test_intro.html", intro_page(self.taking, self.paper, self.now))

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            attempt = StartTest(self.taking.enrolment, now=self.now).execute()
        except AlreadyPassed:
            return self.to("test_result")
        except FinalTestRefused as refusal:
            context = intro_page(self.taking, self.paper, self.now, str(refusal))
            return render(request, "tracking/test_intro.html", context, status=409)
        return self.to_next(Paper(attempt))


class TestQuestionView(FinalTestView):
    def get(self, request: HttpRequest, position: int) -> HttpResponse:
        if self.paper is None:
            return self.to("test")
        if not 1 <= position <= self.paper.total:
            raise Http404
        if position > (self.paper.first_unanswered or position):
            return self.to_next(self.paper)
        return render(request, "tracking/test.html", question_page(self.taking, self.paper, position))

    def post(self, request: HttpRequest, position: int) -> HttpResponse:
        if self.paper is None:
            raise Http404
        data = dict(request.POST.lists())
        try:
            AnswerTest(self.paper.attempt, position, data, question=self._asked(self.paper), now=self.now).execute()
        except OutOfOrder as error:
            raise Http404 from error
        except NotThisQuestion as refusal:
            context = question_page(self.taking, self.paper, position, message=str(refusal))
        except InvalidAnswer as error:
            context = question_page(self.taking, self.paper, position, data=data, error=error)
        else:
            return SeeOther(f"{request.path}#b-{self.paper.attempt.questions[position - 1]}-result")
        return render(request, "tracking/test.html", context, status=422)

    def _asked(self, paper: Paper) -> str | None:
        """The question the learner was shown, if it was in this attempt."""
        attempt = self.request.GET.get("forsoeg", str(paper.attempt.number))
        return self.request.POST.get("question") if attempt == str(paper.attempt.number) else None


class TestResultView(FinalTestView):
    def get(self, request: HttpRequest) -> HttpResponse:
        if self.paper is None:
            return self.to("test")
        if self.paper.attempt.submitted_at is None:
            return self.to_next(self.paper)
        return render(request, "tracking/test_result_page.html", result_page(self.taking, self.paper, self.now))
