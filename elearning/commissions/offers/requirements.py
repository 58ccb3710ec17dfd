"""What offers and approvals add to what a step requires. Registered when the app is ready."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elearning.commissions.models import Commission, OfferDraft
from elearning.commissions.offers.money import priced
from elearning.commissions.offers.selectors import has_run_out, in_force, is_stale, needed, yeses
from elearning.commissions.offers.subject import Subject, offered_now, subject, variant_for
from elearning.commissions.requirements import Finding, require

#: An offer nobody has answered for so long is made anew.
LONGEST = timedelta(days=366)


def register() -> None:
    require("offer", has_an_offer)
    require("approve", offer_is_approved)
    require("approve_express", course_is_approved)
    require("run", has_a_version_to_run)


def has_an_offer(commission: Commission) -> list[Finding]:
    offer = in_force(commission)
    if offer is None:
        return [Finding("offer", _("Write the offer with its prices first."))]
    if has_run_out(offer):
        return [Finding("offer", ran_out(offer.valid_until))]
    if is_stale(offer, subject(commission)):
        return [Finding("offer", _("The course has changed since the offer was made. Make a new one."))]
    return []


def offer_is_approved(commission: Commission) -> list[Finding]:
    offer = in_force(commission)
    if offer is None:
        return [Finding("offer", _("There is no offer that holds. The course designer makes a new one."))]
    if has_run_out(offer):
        return [Finding("offer", ran_out(offer.valid_until))]
    return _lacks(needed(commission, offer) - len(yeses(commission, offer.sha256)))


def course_is_approved(commission: Commission) -> list[Finding]:
    now = offered_now(commission)
    if not now.sha256:
        return [Finding("course", _("The course is not open for enrolment."))]
    return _lacks(needed(commission) - len(yeses(commission, now.sha256)))


def has_a_version_to_run(commission: Commission) -> list[Finding]:
    variant = variant_for(commission)
    if variant is not None and commission.variant_id and variant.current_release_id is None:
        return [Finding("variant", _("The municipality's own version has not been approved yet."))]
    return []


def draft_findings(commission: Commission, draft: OfferDraft, now: Subject) -> list[Finding]:
    """What stands in the way of making an offer of the draft."""
    found = []
    today = timezone.localdate()
    if draft.valid_until is None:
        found.append(Finding("valid_until", _("Write until when the offer is valid.")))
    elif not today <= draft.valid_until <= today + LONGEST:
        found.append(Finding("valid_until", _("The offer must be valid from today and for at most a year.")))
    if not draft.lines:
        found.append(Finding("lines", _("Write at least one line with a price.")))
    elif sum(line["amount"] for line in priced(draft.lines)) < 0:
        found.append(Finding("lines", _("The lines come to less than nothing. Look at the discounts.")))
    if draft.starts and draft.ends and draft.ends < draft.starts:
        found.append(Finding("ends", _("The end is before the beginning.")))
    if now.kind == "scratch" and commission.course_id is not None:
        found.append(Finding("course", _("The course is not open for enrolment.")))
    elif now.kind == "scratch" and not draft.scope.strip():
        found.append(Finding("scope", _("There is no course yet: write what is included.")))
    return found + [Finding("course", each.message) for each in now.errors]


def ran_out(day: date) -> str:
    return _("The offer was valid until %(day)s. The course designer makes a new one.") % {
        "day": date_format(day, "j. F Y")
    }


def _lacks(missing: int) -> list[Finding]:
    if missing <= 0:
        return []
    text = ngettext(
        "An approver has to read it and approve it there.",
        "%(missing)d approvers have to read it and approve it there.",
        missing,
    )
    return [Finding("approval", text % {"missing": missing})]
