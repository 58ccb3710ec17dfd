"""One order at the desk, its steps, and the e-mails they send."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.variants.access import may_see
from elearning.commissions.actions.change import ChangeFacts, ChangeTerms, TakeCommission
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.desk.board import BoardView
from elearning.commissions.desk.participant_mails import previews
from elearning.commissions.desk.selectors import commission_at_desk
from elearning.commissions.errors import CommissionRefused, RequirementsMissing
from elearning.commissions.evaluation.access import may_read_report
from elearning.commissions.mails.kinds import BY_STAGE, KINDS
from elearning.commissions.mails.messages import message
from elearning.commissions.mails.recipients import people_of_the_desk, recipients
from elearning.commissions.models import Commission
from elearning.commissions.orders.forms import CommissionForm, FactsForm, starting_courses
from elearning.commissions.permissions import capacities, is_handler, open_transitions, waits_for
from elearning.commissions.requirements import findings
from elearning.commissions.stages import BY_NAME, FINAL
from elearning.commissions.summary import facts, next_step, summary, whose_turn
from elearning.commissions.taking_part import forms_for, take_part
from elearning.commissions.timeline import entries, name_of
from elearning.commissions.waves.beside import runs_of
from elearning.commissions.words import DANGEROUS, WORDS
from elearning.municipalities.models import Municipality


class TermsForm(CommissionForm):
    class Meta:
        model = Commission
        fields = ("title", "municipality", "course", "express", "people", "format", "starts", "ends")
        widgets: ClassVar = {
            "starts": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipality: Any = self.fields["municipality"]
        municipality.queryset = Municipality.objects.ordinary()
        course: Any = self.fields["course"]
        course.queryset = starting_courses()
        course.empty_label = _("None: from scratch")

    def _post_clean(self) -> None:
        """Stored by an action: the form itself changes nothing."""


class CommissionScreen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens of one order share: the order, and the way back."""

    header_icon = "tasks"
    #: Whether the screen lies below the order's own.
    below = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not is_handler(request.user):
            raise PermissionDenied
        self.commission = commission_at_desk(kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.commission)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = {"url": reverse("hyldefri_commissions:board"), "label": BoardView.page_title}
        own = reverse("hyldefri_commissions:commission", args=[self.commission.pk])
        above = [{"url": own, "label": self.commission.number}] if self.below else []
        return [*self.breadcrumbs_items, board, *above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(commission=self.commission, **kwargs)

    def back(self) -> HttpResponse:
        return redirect("hyldefri_commissions:commission", self.commission.pk)


class CommissionView(CommissionScreen):
    template_name = "commissions/admin/commission.html"
    page_title = gettext_lazy("Order")
    below = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            said = self._take() if request.POST.get("do") == "take" else take_part(self.commission, request)
        except CommissionRefused as refused:
            return self.render_to_response(self.get_context_data(error=str(refused)), status=422)
        messages.success(request, said)
        return self.back()

    def _take(self) -> str:
        key = self.request.POST.get("handler", "")
        handler = next((person for person in people_of_the_desk() if str(person.pk) == key), self.request.user)
        TakeCommission(self.commission, handler=handler, user=self.request.user).execute()
        return _("%(name)s handles the order.") % {"name": name_of(handler)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        commission, user = self.commission, self.request.user
        ways = open_transitions(user, commission)
        return super().get_context_data(
            summary=summary(commission),
            facts=facts(commission),
            next_step=next_step(commission),
            whose_turn=whose_turn(commission),
            waits=waits_for(user, commission),
            over=commission.stage in FINAL,
            # A designer works in a municipality's version only where that has made her an editor.
            sees_variant=commission.variant_id is not None and may_see(user, commission.municipality),
            moves=[
                {"name": each.name, "words": WORDS[each.name], "dangerous": each.name in DANGEROUS} for each in ways
            ],
            missing=[finding for each in ways for finding in findings(each.name, commission)],
            entries=entries(commission),
            tasks=list(commission.tasks.select_related("owner", "done_by")),
            desk=people_of_the_desk(),
            runs=runs_of(commission, user),
            reads_report=may_read_report(user, commission),
            mails=list(commission.mails.order_by("-pk")[:20]),
            **forms_for(commission, self.request.POST if "error" in kwargs else None),
            **kwargs,
        )


class MoveView(CommissionScreen):
    """Asks, with a note, and shows the e-mail it sends."""

    template_name = "commissions/admin/move.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["name"] not in MOVES or kwargs["name"] == "submit":
            raise Http404
        self.transition = BY_NAME[kwargs["name"]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.transition.name == "offer":  # is made where it is written
            return redirect("hyldefri_commissions:offer_draft", self.commission.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(WORDS[self.transition.name].button)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.transition.who & capacities(request.user, self.commission):
            raise PermissionDenied
        if not self.transition.fits(self.commission.stage, express=self.commission.express):
            return self.back()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note = request.POST.get("note", "")
        try:
            MOVES[self.transition.name](self.commission, user=request.user, note=note).execute()
        except RequirementsMissing as missing:
            return self._refuse(note, str(missing), missing.findings)
        except CommissionRefused as refused:
            return self._refuse(note, str(refused), ())
        messages.success(request, WORDS[self.transition.name].done)
        return self.back()

    def _refuse(self, note: str, error: str, missing: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(note=note, error=error, missing=missing), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = BY_STAGE[self.transition.target]
        kwargs.setdefault("missing", findings(self.transition.name, self.commission))
        return super().get_context_data(
            transition=self.transition,
            words=WORDS[self.transition.name],
            kind=kind,
            letter=message(kind.name, self.commission, person=self.request.user),
            to=recipients(kind, self.commission, but=self.request.user),
            **kwargs,
        )


class FormScreen(CommissionScreen, ABC):
    """Terms or facts."""

    template_name = "commissions/admin/form.html"
    action: Any

    @abstractmethod
    def form(self, data: Any = None) -> Any:
        """Empty, or with what was posted."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            values = form.values() if hasattr(form, "values") else form.cleaned_data
            try:
                self.action(self.commission, values, user=request.user).execute()
            except CommissionRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Saved."))
                return self.back()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)


class TermsView(FormScreen):
    page_title = gettext_lazy("Correct the order")
    action = ChangeTerms

    def form(self, data: Any = None) -> TermsForm:
        return TermsForm(data, instance=self.commission)


class FactsView(FormScreen):
    page_title = gettext_lazy("Invoice and data processing")
    action = ChangeFacts

    def form(self, data: Any = None) -> FactsForm:
        return FactsForm(data, commission=self.commission)


class MailsView(CommissionScreen):
    """Every e-mail of this order, as it would read now."""

    template_name = "commissions/admin/mails.html"
    page_title = gettext_lazy("E-mails")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = [
            {
                "kind": kind,
                "letter": message(kind.name, self.commission),
                "to": recipients(kind, self.commission),
                "sent": [mail for mail in self.commission.mails.all() if mail.kind == kind.name],
            }
            for kind in KINDS.values()
        ]
        return super().get_context_data(letters=letters, previews=list(previews(self.commission)), **kwargs)
