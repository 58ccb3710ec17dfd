"""The models of commissions; one subject a file."""

from elearning.commissions.models.commissions import Commission, CommissionQuerySet, NumberSeries, StageChange
from elearning.commissions.models.evaluations import EvaluationAnswer, EvaluationMail, EvaluationReport, Round
from elearning.commissions.models.gathering_mails import GatheringMail
from elearning.commissions.models.mails import SentMail
from elearning.commissions.models.offers import ImmutableOffer, Offer, OfferDraft, OfferWithdrawal, OrderApproval
from elearning.commissions.models.timeline import Attachment, Comment, Task
from elearning.commissions.models.waves import (
    Gathering,
    ImportRow,
    ParticipantImport,
    Wave,
    WaveMember,
    WaveQuerySet,
)
from elearning.commissions.models.wishes import Wish, WishEvent

__all__ = [
    "Attachment",
    "Comment",
    "Commission",
    "CommissionQuerySet",
    "EvaluationAnswer",
    "EvaluationMail",
    "EvaluationReport",
    "Gathering",
    "GatheringMail",
    "ImmutableOffer",
    "ImportRow",
    "NumberSeries",
    "Offer",
    "OfferDraft",
    "OfferWithdrawal",
    "OrderApproval",
    "ParticipantImport",
    "Round",
    "SentMail",
    "StageChange",
    "Task",
    "Wave",
    "WaveMember",
    "WaveQuerySet",
    "Wish",
    "WishEvent",
]
