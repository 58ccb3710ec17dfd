"""»Approval«: what would reach the learners of a variant, and the municipality's word on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.actions.answer_approval import AnswerApproval
from courses.actions.request_approval import ApprovalRefused, RequestApproval, WithdrawApproval
from courses.actions.standing_consent import GiveConsent, WithdrawConsent
from courses.admin.of_variant import UnderItsPage
from courses.approval.selectors import approved, approvers, candidate, consent, is_current, pending
from courses.approval.wording import setting_text
from courses.blocks.course import SETTING_LABELS
from courses.estimates import budget
from courses.models import CoursePage, Variant, VariantApproval
from courses.releasing.report import changes_by_page, located
from courses.selectors import release_tree
from courses.variants.access import may_approve, may_tailor
from courses.variants.errors import StaleWorkbench, VariantError
from courses.variants.process import overrides_of
from elearning.municipalities.models import Membership


class RequestForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("To the approvers"),
        help_text=gettext_lazy("What is new, and why."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AnswerForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Needed where you send the course back."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ApprovalView(UnderItsPage, WagtailAdminTemplateMixin, TemplateView):
    """One page for both sides: editors ask and take back, approvers answer, everybody inside sees."""

    template_name = "courses/admin/approval.html"
    page_title = gettext_lazy("Approval")
    header_icon = "success"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = {
            "request": self._request,
            "withdraw": self._withdraw,
            "approve": self._answer,
            "reject": self._answer,
            "consent": self._consent,
            "no_consent": self._no_consent,
        }.get(request.POST.get("do", ""))
        if do is None:
            return self._show(_("Choose what you want to do."), 400)
        try:
            said = do()
        except ApprovalRefused as refused:
            return self._show(str(_("The course cannot be sent to approval yet.")), 422, refused=refused)
        except StaleWorkbench as stale:
            return self._show(str(stale), 409)
        except VariantError as error:
            return self._show(str(error), 422)
        messages.success(request, said)
        return redirect("hyldefri_approval", self.variant.pk)

    def _request(self) -> str:
        form = self._valid(RequestForm)
        RequestApproval(
            self.variant, user=self.request.user, note=form["note"], expected_sha256=form["sha256"]
        ).execute()
        return _("The course has been sent to approval. It cannot be edited until it is answered.")

    def _withdraw(self) -> str:
        WithdrawApproval(self._pending(), user=self.request.user).execute()
        return _("You have taken the course back. It can be edited again.")

    def _answer(self) -> str:
        form = self._valid(AnswerForm)
        approval = AnswerApproval(
            self._pending(),
            user=self.request.user,
            approves=self.request.POST["do"] == "approve",
            seen_sha256=form["sha256"],
            comment=form["comment"],
        ).execute()
        return {
            VariantApproval.Status.APPROVED: _("The course is approved. Those who begin from now on get it."),
            VariantApproval.Status.REJECTED: _("The course has been sent back to the editors."),
        }.get(VariantApproval.Status(approval.status), _("Your yes is noted. One more approver has to answer."))

    def _consent(self) -> str:
        GiveConsent(self.variant, user=self.request.user).execute()
        return _("Clean updates are now published by themselves.")

    def _no_consent(self) -> str:
        WithdrawConsent(self.variant, user=self.request.user).execute()
        return _("Updates now wait for approval.")

    def _valid(self, form_class: type[forms.Form]) -> dict[str, Any]:
        form = form_class(self.request.POST)
        if not form.is_valid():
            raise StaleWorkbench(_("The form was incomplete. Look again."))
        return form.cleaned_data

    def _pending(self) -> VariantApproval:
        waiting = pending(self.variant)
        if waiting is None:
            raise StaleWorkbench(_("The course does not wait for approval any more."))
        return waiting

    def _show(self, error: str, status: int, refused: ApprovalRefused | None = None) -> HttpResponse:
        return self.render_to_response(self.get_context_data(error=error, refused=refused), status=status)

    @cached_property
    def course(self) -> CoursePage:
        course: CoursePage = self.variant.course
        return course

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        variant, user = self.variant, self.request.user
        found = candidate(variant)
        waiting, last = pending(variant), approved(variant)
        before = release_tree(variant.current_release_id or variant.base_release_id)
        votes = list(waiting.votes.select_related("user")) if waiting else []
        typed = self.request.POST if self.request.method == "POST" else None
        refused = kwargs.pop("refused", None)
        return super().get_context_data(
            variant=variant,
            found=found,
            waiting=waiting,
            last=last,
            votes=votes,
            has_voted=any(vote.user == user for vote in votes),
            current=is_current(found),
            pages=changes_by_page(found.changes, before, found.tree, self.course),
            errors=located(refused.findings if refused else found.errors, found.tree, self.course),
            process=_process_rows(found.process, last.process if last else {}, overrides_of(variant)),
            budget=budget(found.tree),
            approvers=approvers(variant.municipality),
            consent=consent(variant),
            may_ask=may_tailor(user, variant.municipality),
            may_answer=may_approve(user, variant.municipality),
            request_form=_form(RequestForm, typed, found.sha256, field="note"),
            answer_form=_form(AnswerForm, typed, waiting.sha256 if waiting else "", field="comment"),
            history=_history(variant),
            **kwargs,
        )


def _form(form_class: type[forms.Form], typed: Any, sha256: str, *, field: str) -> forms.Form:
    """With what was typed when something was refused, and the hash of what is shown now."""
    return form_class(initial={"sha256": sha256, field: (typed or {}).get(field, "")})


def _history(variant: Variant) -> list[VariantApproval]:
    every = VariantApproval.objects.unscoped(reason="the variant is given").filter(variant=variant)
    answered = every.exclude(status=VariantApproval.Status.REQUESTED).select_related("requested_by", "release")
    return list(answered.defer("release__tree").prefetch_related("votes__user")[:20])


def _process_rows(now: dict[str, Any], before: dict[str, Any], own: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "label": SETTING_LABELS[name],
            "value": setting_text(name, now[name]),
            "before": setting_text(name, before[name]) if name in before and before[name] != now[name] else "",
            "own": own.get(name) is not None,
        }
        for name in SETTING_LABELS
        if name in now
    ]


class WaitingPanel(Component):
    """On the admin's front page: the courses that wait for this person's answer."""

    name = "hyldefri_waiting"
    template_name = "courses/admin/waiting_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": waiting_for(parent_context["request"].user)}


def waiting_for(user: Any) -> list[VariantApproval]:
    """Approvals asked for in the municipalities where the person approves, and that she has not answered."""
    places = Membership.objects.for_user(user).filter(role=Membership.Role.APPROVER).values("municipality")
    return list(
        VariantApproval.objects.unscoped(reason="the municipalities are the person's own")
        .filter(status=VariantApproval.Status.REQUESTED, variant__municipality__in=places)
        .exclude(votes__user=user)
        .select_related("variant__course", "variant__municipality", "requested_by")
    )
