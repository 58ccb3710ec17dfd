"""The designer's offer: written as a draft, made as a version that never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.variants.access import held as held_variant
from elearning.commissions.actions.base import held, record
from elearning.commissions.actions.moves import MakeOffer
from elearning.commissions.errors import IllegalTransition, RequirementsMissing, StaleOffer
from elearning.commissions.mails.kinds import KINDS
from elearning.commissions.mails.outbox import put
from elearning.commissions.mails.recipients import recipients
from elearning.commissions.models import Commission, Offer, OfferDraft
from elearning.commissions.offers.money import priced, vat
from elearning.commissions.offers.requirements import draft_findings
from elearning.commissions.offers.snapshot import content_of, dates_of, order_of, process_of, sha256_of
from elearning.commissions.offers.subject import Subject, subject, variant_for
from elearning.commissions.permissions import may_take
from elearning.commissions.stages import BY_NAME, Stage

#: Where an offer may be made, or made anew.
OPEN = (Stage.CLARIFYING, Stage.CO_DESIGN, Stage.OFFERED)
FIELDS = ("introduction", "scope", "schedule", "starts", "ends", "valid_until", "lines")


class OfferAction:
    def __init__(self, commission: Commission, *, user: Any) -> None:
        self.commission = commission
        self.user = user

    def _held(self) -> Commission:
        commission = held(self.commission)
        if not may_take(self.user, commission, BY_NAME["offer"]):
            raise PermissionDenied(_("You may not write offers."))
        if commission.express or commission.stage not in OPEN:
            raise IllegalTransition(_("The order is at another stage now. Look again."))
        return commission


class SaveOfferDraft(OfferAction):
    """Keep what has been written so far. ``values`` are cleaned; what is not in them stays."""

    def __init__(self, commission: Commission, values: Mapping[str, Any], *, user: Any) -> None:
        super().__init__(commission, user=user)
        self.values = {name: value for name, value in values.items() if name in FIELDS}

    @transaction.atomic
    def execute(self) -> OfferDraft:
        commission = self._held()
        drafts = OfferDraft.objects.for_municipality(commission.municipality_id)
        draft: OfferDraft = drafts.update_or_create(commission=commission, defaults=self.values)[0]
        return draft


class IssueOffer(OfferAction):
    """Make a version of the draft, of exactly the course as it stands, and tell the municipality.

    ``seen_sha256`` is the hash of the course and process that the designer saw. A version made while the order is
    offered takes the older one's place. Raises ``PermissionDenied``, ``IllegalTransition``, ``RequirementsMissing``
    and ``StaleOffer``.
    """

    def __init__(self, commission: Commission, *, user: Any, seen_sha256: str | None = None, note: str = "") -> None:
        super().__init__(commission, user=user)
        self.seen_sha256 = seen_sha256
        self.note = note

    @transaction.atomic
    def execute(self) -> Offer:
        commission = self._held()
        own = variant_for(commission)
        if own is not None:
            held_variant(own)
        draft = OfferDraft.objects.for_municipality(commission.municipality_id).filter(commission=commission).first()
        draft, now = draft or OfferDraft(commission=commission), subject(commission)
        if self.seen_sha256 is not None and self.seen_sha256 != now.sha256:
            raise StaleOffer(_("The course has changed since you looked. Look again."))
        missing = draft_findings(commission, draft, now)
        if missing:
            raise RequirementsMissing(_("The offer cannot be made yet."), missing)
        offer = self._make(commission, draft, now)
        record(commission, "offer", self.user, number=offer.number, sha256=offer.sha256)
        self._tell(commission, offer)
        return offer

    def _make(self, commission: Commission, draft: OfferDraft, now: Subject) -> Offer:
        lines = priced(draft.lines)
        total = sum(line["amount"] for line in lines)
        newest = commission.offers.order_by("-number").values_list("number", flat=True).first()
        # In the site's language, whoever makes it: its words are frozen.
        with translation.override(settings.LANGUAGE_CODE):
            parts: dict[str, Any] = {
                "number": (newest or 0) + 1,
                "order": order_of(commission, draft),
                "content": content_of(now, draft),
                "process": process_of(now),
                "dates": dates_of(commission, draft),
                "lines": lines,
                "total": total,
                "vat": vat(total),
                "required": commission.municipality.approvals_required,
                "tree_sha256": now.sha256,
            }
        made_at = timezone.now()
        whole = {**parts, "made_at": made_at.isoformat(), "valid_until": str(draft.valid_until)}
        offer: Offer = Offer.objects.create(
            commission=commission,
            made_by=self.user,
            made_at=made_at,
            valid_until=cast(date, draft.valid_until),  # or the findings would have said so
            tree=now.tree,
            sha256=sha256_of(whole),
            **parts,
        )
        return offer

    def _tell(self, commission: Commission, offer: Offer) -> None:
        if commission.stage != Stage.OFFERED:
            MakeOffer(commission, user=self.user, note=self.note).execute()
            return
        commission.due_on = offer.valid_until
        commission.save(update_fields=["due_on", "updated_at"])
        to = recipients(KINDS["offer_renewed"], commission, but=self.user)
        put(commission, "offer_renewed", to, about=f"offer {offer.pk}")
