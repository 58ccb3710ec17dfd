"""The models of commissions; one subject a file."""

from elearning.commissions.models.commissions import Commission, CommissionQuerySet, NumberSeries, StageChange
from elearning.commissions.models.mails import SentMail
from elearning.commissions.models.offers import ImmutableOffer, Offer, OfferDraft, OfferWithdrawal, OrderApproval
from elearning.commissions.models.timeline import Attachment, Comment, Task

__all__ = [
    "Attachment",
    "Comment",
    "Commission",
    "CommissionQuerySet",
    "ImmutableOffer",
    "NumberSeries",
    "Offer",
    "OfferDraft",
    "OfferWithdrawal",
    "OrderApproval",
    "SentMail",
    "StageChange",
    "Task",
]
