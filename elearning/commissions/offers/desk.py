"""The designer's screens: the next version while it is written, and those that have been made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.commissions.actions.offers import IssueOffer, SaveOfferDraft
from elearning.commissions.desk.screens import CommissionScreen
from elearning.commissions.errors import CommissionRefused, IllegalTransition, RequirementsMissing, StaleOffer
from elearning.commissions.models import Offer, OfferDraft
from elearning.commissions.offers.forms import OfferForms
from elearning.commissions.offers.requirements import draft_findings
from elearning.commissions.offers.selectors import offers_of, what_changed
from elearning.commissions.offers.snapshot import content_of, process_of
from elearning.commissions.offers.standing import may_write, standing
from elearning.commissions.offers.subject import subject
from elearning.commissions.offers.views import offer_or_404, pdf_response


class DraftView(CommissionScreen):
    """»Gem kladde« keeps it; »Giv tilbuddet« keeps it and makes a version of it that never changes."""

    template_name = "commissions/admin/offers/draft.html"
    page_title = gettext_lazy("The offer")
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(self.commission, request.user):
            messages.warning(request, _("There is nothing to offer at this stage."))
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self._forms(request.POST)
        if not forms.valid:
            return self._show(forms, 422)
        try:
            SaveOfferDraft(self.commission, forms.values(), user=request.user).execute()
            if request.POST.get("do") == "save":
                messages.success(request, _("The draft is saved. The municipality does not see it."))
                return redirect("hyldefri_commissions:offer_draft", self.commission.pk)
            offer = IssueOffer(
                self.commission, user=request.user, seen_sha256=request.POST.get("sha256", ""), note=""
            ).execute()
        except IllegalTransition as late:
            messages.warning(request, str(late))
            return self.back()
        except RequirementsMissing as missing:
            return self._show(forms, 422, error=str(missing), missing=missing.findings)
        except StaleOffer as stale:
            return self._show(forms, 409, error=str(stale))
        except CommissionRefused as refused:
            return self._show(forms, 422, error=str(refused))
        said = _("Offer %(number)d is made. The municipality has been told.")
        messages.success(request, said % {"number": offer.number})
        return redirect("hyldefri_commissions:offer", self.commission.pk, offer.number)

    def _show(self, forms: OfferForms, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(forms=forms, **context), status=status)

    def _forms(self, data: Any = None) -> OfferForms:
        return OfferForms(self.commission, self._draft(), timezone.localdate(), data)

    def _draft(self) -> OfferDraft | None:
        drafts = OfferDraft.objects.for_municipality(self.commission.municipality_id)
        draft: OfferDraft | None = drafts.filter(commission=self.commission).first()
        return draft

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, draft = subject(self.commission), self._draft()
        shown = draft or OfferDraft(commission=self.commission)
        kwargs.setdefault("forms", self._forms())
        kwargs.setdefault("missing", draft_findings(self.commission, shown, now) if draft else [])
        return super().get_context_data(
            subject=now,
            content=content_of(now, OfferDraft()),
            process=process_of(now),
            offers=offers_of(self.commission),
            standing=standing(self.commission, self.request.user),
            **kwargs,
        )


class OfOffer(CommissionScreen):
    header_icon = "doc-full"
    offer: Offer

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.offer = offer_or_404(self.commission, kwargs["number"])


class OfferView(OfOffer):
    template_name = "commissions/admin/offers/offer.html"

    def get_page_title(self) -> str:
        return _("Offer %(number)d") % {"number": self.offer.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = standing(self.commission, self.request.user)
        holds = now.offer == self.offer
        changes = what_changed(self.offer, subject(self.commission)) if holds and now.stale else None
        return super().get_context_data(offer=self.offer, standing=now, holds=holds, changes=changes, **kwargs)


class OfferPdfView(OfOffer):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return pdf_response(self.offer)
