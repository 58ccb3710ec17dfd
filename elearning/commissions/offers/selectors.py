"""Reads of offers: which one holds, who has said yes, and what the municipality's people get."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.approval.selectors import approvers
from courses.models import CourseRelease, VariantApproval
from courses.selectors import release_tree
from elearning.commissions.models import Commission, Offer, OrderApproval
from elearning.commissions.offers.snapshot import changed_pages, changed_settings
from elearning.commissions.offers.subject import Subject, offered_now, subject
from elearning.commissions.stages import Stage

#: From here on what was offered has been approved.
APPROVED = frozenset({Stage.APPROVED, Stage.RUNNING, Stage.EVALUATED, Stage.CLOSED})


@dataclass(frozen=True)
class Changes:
    """What has become different, in words. ``pages`` as :func:`changed_pages` makes them."""

    pages: list[dict[str, Any]] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.pages or self.settings or self.terms)


def offers_of(commission: Commission) -> list[Offer]:
    """Every version, the newest first, without the course's tree."""
    found = commission.offers.select_related("commission", "withdrawal", "made_by").defer("tree")
    return list(found.order_by("-number"))


def offer_with(commission: Commission, number: int) -> Offer | None:
    offer: Offer | None = commission.offers.defer("tree").filter(number=number).first()
    return offer


def in_force(commission: Commission) -> Offer | None:
    """The newest version, where it has not been withdrawn; it may have run out."""
    newest: Offer | None = commission.offers.defer("tree").order_by("-number").first()
    return None if newest is None or is_withdrawn(newest) else newest


def is_withdrawn(offer: Offer) -> bool:
    return hasattr(offer, "withdrawal")


def has_run_out(offer: Offer, today: date | None = None) -> bool:
    return offer.valid_until < (today or timezone.localdate())


def is_stale(offer: Offer, now: Subject) -> bool:
    """Whether content or process is no longer what the offer was made of."""
    return offer.tree_sha256 != now.sha256


def what_changed(offer: Offer, now: Subject) -> Changes:
    """From what the offer was made of to what there is now."""
    tree = Offer.objects.unscoped(reason="the offer is given").values_list("tree", flat=True).get(pk=offer.pk)
    pages = changed_pages(tree, now.tree, now) if tree and now.tree else []
    return Changes(pages, changed_settings(offer.process["settings"], now.process or {}))


def needed(commission: Commission, offer: Offer | None = None) -> int:
    """How many must say yes: as the policy was when the offer was made, or more if it asks for more since."""
    policy = commission.municipality.approvals_required
    return max(policy, offer.required) if offer is not None else policy


def yeses(commission: Commission, sha256: str) -> list[OrderApproval]:
    """Those who have said yes to this very version, the first first."""
    return list(commission.approvals.filter(seen_sha256=sha256).select_related("user"))


@dataclass(frozen=True)
class Approval:
    """How the approval of an order stands. ``people`` have said yes, ``needed`` must."""

    sha256: str
    what: str
    needed: int
    people: list[OrderApproval]
    approvers: list[Any]

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.people))

    @property
    def lacking(self) -> int:
        """How many more approvers the municipality must have before it can be approved at all."""
        return max(0, self.needed - len(self.approvers))

    def has(self, user: Any) -> bool:
        return any(each.user_id == user.pk for each in self.people)


def approval_of(commission: Commission) -> Approval | None:
    """Of the offer that holds, or, the quick way, of the course as it is offered; None where there is neither."""
    people = approvers(commission.municipality)
    offer = in_force(commission)
    if offer is not None:
        what = _("Offer %(number)d") % {"number": offer.number}
        return Approval(offer.sha256, what, needed(commission, offer), yeses(commission, offer.sha256), people)
    if not commission.express:
        return None
    if commission.stage in APPROVED:
        given = list(commission.approvals.select_related("user"))
        last = given[-1] if given else None
        same = [each for each in given if last is not None and each.seen_sha256 == last.seen_sha256]
        return Approval(last.seen_sha256, last.what, len(same), same, people) if last else None
    now = offered_now(commission)
    if not now.sha256:
        return None
    return Approval(now.sha256, now.what, needed(commission), yeses(commission, now.sha256), people)


@dataclass(frozen=True)
class Learners:
    """What the municipality's people meet. ``approved`` is the version the order's approval brought.

    ``waiting``: the editor holds something else, which nobody meets before it is approved; ``changes`` says what.
    """

    approved: CourseRelease | None
    given: CourseRelease | None
    waiting: bool = False
    asked: bool = False
    variant_id: int | None = None
    changes: Changes = field(default_factory=Changes)


def learners(commission: Commission) -> Learners | None:
    """None where the order has not been approved, or there is no course yet."""
    if commission.stage not in APPROVED:
        return None
    now = subject(commission)
    if now.kind == "scratch":
        return None
    if now.variant is None or now.kind != "variant":
        return Learners(now.release, now.release)
    variant = now.variant
    given = _approvals(now).filter(status=VariantApproval.Status.APPROVED).first()
    offer = in_force(commission)
    by_order = _approvals(now).filter(sha256=offer.tree_sha256 if offer else "", release__isnull=False).first()
    waiting = given is None or given.sha256 != now.sha256
    changes = Changes()
    if waiting and given is not None and now.tree is not None and variant.current_release_id:
        before = release_tree(variant.current_release_id)
        changes = Changes(changed_pages(before, now.tree, now), changed_settings(given.process, now.process or {}))
    return Learners(
        approved=by_order.release if by_order else None,
        given=variant.current_release,
        waiting=waiting,
        asked=_approvals(now).filter(status=VariantApproval.Status.REQUESTED).exists(),
        variant_id=variant.pk,
        changes=changes,
    )


def _approvals(now: Subject) -> Any:
    every = VariantApproval.objects.unscoped(reason="the order's own variant")
    return every.filter(variant=now.variant).select_related("release").defer("release__tree")
