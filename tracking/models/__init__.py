"""The models of tracking; one subject a file."""

from tracking.models.attempts import Attempt, Response
from tracking.models.certificates import Certificate
from tracking.models.credentials import AccessToken, Credential
from tracking.models.documents import Document
from tracking.models.enrolments import Enrolment, JoinLink
from tracking.models.forwarding import RefusedStatement, Relay
from tracking.models.h5p import H5PAttempt
from tracking.models.items import H5PItemAggregate, ItemAggregate
from tracking.models.record_store import ActivityDefinition, Mention, StatementAttachment
from tracking.models.reminders import NoReminders, Reminder
from tracking.models.statements import Disclosure, PendingFold, Progress, Statement
from tracking.models.work import WorkItem

__all__ = [
    "AccessToken",
    "ActivityDefinition",
    "Attempt",
    "Certificate",
    "Credential",
    "Disclosure",
    "Document",
    "Enrolment",
    "H5PAttempt",
    "H5PItemAggregate",
    "ItemAggregate",
    "JoinLink",
    "Mention",
    "NoReminders",
    "PendingFold",
    "Progress",
    "RefusedStatement",
    "Relay",
    "Reminder",
    "Response",
    "Statement",
    "StatementAttachment",
    "WorkItem",
]
