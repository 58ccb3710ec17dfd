"""What is posted from a block: an answer to a question, a piece of work, the way into the test."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.quizzes.forms import InvalidAnswer
from courses.rendering import BlockView
from courses.trees.nodes import Node
from tracking.actions.answer_practice import AnswerPractice
from tracking.actions.save_work import InvalidWork, SaveWork, StaleWork
from tracking.learning.access import own_taking
from tracking.learning.blocks import LearnersBlocks
from tracking.learning.links import reverse_or_none
from tracking.learning.pages import block_page, step_page
from tracking.learning.practice import filled_in, message_of
from tracking.learning.taking import Taking
from tracking.learning.views.steps import known_step, see_other, to_open_step
from tracking.models import WorkItem
from tracking.work.calendar import calendar_file
from tracking.work.forms import FORMS
from tracking.work.selectors import has_dates, version_of, work_of_step


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, enrolment: uuid.UUID, node: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    taking = own_taking(request, enrolment)
    step_id = known_step(taking, node)
    posted = taking.block(step_id, str(block))
    if posted is None:
        raise Http404(_("There is no such exercise in your course."))
    if not taking.is_open(step_id):
        return to_open_step(request, taking)
    if request.method != "POST":
        # Somebody signed in on the way, or loaded a refused answer's page again.
        return redirect(f"{taking.url(step_id)}#b-{block}")
    page = BlockPage(request, taking, step_id, posted)
    if request.POST.get("again"):
        return page.afresh()
    if posted["type"] in FORMS:
        return page.save()
    if posted["type"] == "final_test":
        return page.test()
    return page.answer()


@never_cache
@login_required
@require_safe
def calendar(request: HttpRequest, enrolment: uuid.UUID, node: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    taking = own_taking(request, enrolment)
    step_id = known_step(taking, node)
    found, item = (
        taking.block(step_id, str(block)),
        work_of_step(taking.enrolment, taking.steps[step_id].node).get(str(block)),
    )
    if found is None or item is None or not has_dates(item):
        raise Http404(_("There is nothing to put in a calendar yet."))
    response = HttpResponse(calendar_file(item, found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kalender.ics"'
    return response


class BlockPage:
    """One post to one block: what it does, and the page or the part of it that answers."""

    def __init__(self, request: HttpRequest, taking: Taking, step_id: str, node: Node) -> None:
        self.request = request
        self.taking = taking
        self.step_id = step_id
        self.step = taking.steps[step_id].node
        self.node = node
        self.is_partial = bool(getattr(request, "htmx", False))

    def answer(self) -> HttpResponse:
        question = LearnersBlocks(self.taking, self.step).question_of(self.node)
        if question is None:
            raise Http404(_("There is nothing to answer here."))
        data = dict(self.request.POST.lists())
        try:
            AnswerPractice(
                enrolment=self.taking.enrolment,
                step=self.step,
                block=self.node,
                question=question,
                data=data,
                number=_number(self.request.GET.get("forsoeg", "")),
            ).execute()
        except InvalidAnswer as error:
            return self.refused(message_of(error), answer=filled_in(data), again=self.node["id"])
        return self.shown()

    def save(self) -> HttpResponse:
        is_autosave = self.request.headers.get("X-Autosave") == "1"
        try:
            item = SaveWork(
                enrolment=self.taking.enrolment,
                step=self.step,
                block=self.node,
                tree=self.taking.tree,
                data=self.request.POST,
                base=self.request.POST.get("base") if is_autosave else None,
            ).execute()
        except InvalidWork as error:
            if is_autosave:
                return JsonResponse({"errors": error.messages}, status=422)
            return self.refused(error.messages, again=self.node["id"], written=True)
        except StaleWork as error:
            text = _("This has been changed since, on another device or in another tab. Both texts are kept.")
            return JsonResponse({**_saved(error.item), "text": text, "stored": error.item.data}, status=409)
        return JsonResponse(_saved(item)) if is_autosave else self.shown()

    def test(self) -> HttpResponse:
        """The test's own page says what may be begun; a way in is all there is here."""
        url = reverse_or_none("tracking:test", self.taking.enrolment.pk)
        if url is None:
            raise Http404(_("The test is not open yet."))
        return see_other(url)

    def afresh(self) -> HttpResponse:
        """The block as before it was answered. Nothing is stored until it is answered anew."""
        if self.is_partial:
            return self._partial(self._blocks(self.node["id"]))
        return see_other(f"{self.taking.url(self.step_id)}?igen={self.node['id']}#b-{self.node['id']}")

    def shown(self) -> HttpResponse:
        if self.is_partial:
            return self._partial(self._blocks())
        return see_other(f"{self.taking.url(self.step_id)}#b-{self.node['id']}")

    def refused(
        self, errors: dict[str, str], *, answer: object = None, again: str | None = None, written: bool = False
    ) -> HttpResponse:
        """422 with the messages where they belong and what was written still in its place."""
        blocks = self._blocks(again)
        view = blocks.view(self.node["id"])
        view.errors, view.answer = errors, answer
        if written:
            form = FORMS[self.node["type"]](self.node, self.taking.tree, self.request.POST)
            view.state = {**(view.state or {}), **form.shown_again()}
        if self.is_partial:
            return self._partial(blocks, status=422)
        context = step_page(self.taking, self.step_id, blocks)
        summary = [{"id": f"b-{self.node['id']}", "message": message} for message in errors.values()]
        return render(self.request, f"tracking/{self.step['type']}.html", {**context, "errors": summary}, status=422)

    def _blocks(self, again: str | None = None) -> LearnersBlocks:
        return LearnersBlocks(self.taking, self.step, self.request, again)

    def _partial(self, blocks: LearnersBlocks, status: int = 200) -> HttpResponse:
        view: BlockView = blocks.view(self.node["id"])
        return render(self.request, view.template, block_page(self.taking, view, blocks), status=status)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _saved(item: WorkItem) -> dict[str, str]:
    clock = timezone.localtime(item.updated_at).strftime("%H.%M")
    return {
        "saved_at": item.updated_at.isoformat(),
        "version": version_of(item),
        "text": _("Saved at %(clock)s") % {"clock": clock},
    }
