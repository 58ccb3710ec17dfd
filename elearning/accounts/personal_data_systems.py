"""What a municipality's other systems leave in the record store, or would not have of it: about a learner, and how old.

They name a learner by the opaque account she has in the municipality (docs/xapi.md). What they say of people by other
names is the municipality's to find; it goes when its time is up, like everything else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.personal_data import PersonalDatum, Row, register, rows_of
from elearning.accounts.personal_data_accounts import CONTRACT
from elearning.accounts.personal_data_tracking import STATEMENT, rows, take
from elearning.accounts.retention import RetentionRule, register_rule
from elearning.municipalities.models import Municipality
from tracking.xapi import actors
from tracking.xapi.documents import places
from tracking.xapi.store import attachments, keys

DOCUMENT = {
    "kind": _("kind"),
    "activity": _("about"),
    "document_id": _("number"),
    "updated_at": _("last changed"),
    "text": _("as recorded"),
}
REFUSED = {
    "statement__timestamp": _("when"),
    "statement__statement_id": _("number"),
    "refused_at": _("refused"),
    "status": _("status"),
    "said": _("as recorded"),
}


def _names(user: User) -> list[tuple[int, dict[str, Any]]]:
    """Every municipality with the account she has, or would have, in its record."""
    codes = Municipality.objects.values_list("pk", "code")
    return [(pk, actors.account_of(user.pk, pk, code)) for pk, code in codes]


def _documents(user: User) -> QuerySet[Any]:
    found = [places.of_whom(keys.identifier_of(name)) for _pk, name in _names(user)]
    return rows("Document").filter(agent_key__in=found)


def _export_documents(user: User) -> list[Row]:
    documents = list(_documents(user).order_by("updated_at", "pk"))
    for document in documents:
        document.text = bytes(document.content).decode("utf-8", "replace")
    return rows_of(documents, DOCUMENT)


def _erase_documents(user: User) -> None:
    _documents(user).delete()


def _said(user: User) -> QuerySet[Any]:
    """Statements of other systems with her as their actor."""
    found = [keys.agent_key(pk, name) for pk, name in _names(user)]
    return rows("Statement").filter(enrolment__isnull=True, actor_key__in=found)


def _export_said(user: User) -> list[Row]:
    return rows_of(_said(user).order_by("timestamp", "pk"), STATEMENT)


def _erase_said(user: User) -> None:
    """With the files that came with them, unless somebody else's statement has the same."""
    files: dict[int, set[str]] = {}
    for municipality, raw in _said(user).values_list("municipality_id", "raw"):
        files.setdefault(municipality, set()).update(one["sha2"].lower() for one in attachments.declared_in(raw))
    _said(user).delete()
    for municipality, hashes in files.items():
        attachments.take_unnamed(municipality, hashes)


def _refused(user: User) -> QuerySet[Any]:
    """What her municipality's own record store would not have of her completions."""
    return rows("RefusedStatement").filter(statement__enrolment__in=rows("Enrolment").filter(user=user))


def _export_refused(user: User) -> list[Row]:
    return rows_of(_refused(user).select_related("statement").order_by("refused_at", "pk"), REFUSED)


def _erase_refused(user: User) -> None:
    _refused(user).delete()


def _old_refused(cutoff: datetime) -> QuerySet[Any]:
    return rows("RefusedStatement").filter(refused_at__lt=cutoff)


def _old_documents(cutoff: datetime) -> QuerySet[Any]:
    """Profiles of activities are about nobody."""
    return rows("Document").filter(updated_at__lt=cutoff).exclude(kind="activity")


def _old_said(cutoff: datetime) -> QuerySet[Any]:
    """By when they came: a system may send what happened long ago."""
    return rows("Statement").filter(enrolment__isnull=True, stored__lt=cutoff)


def _old_attachments(cutoff: datetime) -> QuerySet[Any]:
    """Those that no statement has named since, so that the last one which did is gone too."""
    return rows("StatementAttachment").filter(named_at__lt=cutoff)


def register_all() -> None:
    """Enter what other systems keep in the registers."""
    for datum in DATA:
        register(datum)
    for rule in RULES:
        register_rule(rule)


DATA = (
    PersonalDatum(
        name="documents",
        label=_("What other systems have noted about you"),
        purpose=_("To let your municipality's other systems know where you are in their activities"),
        basis=CONTRACT,
        kind="statements",
        models=("tracking.Document",),
        columns=DOCUMENT,
        for_machines=frozenset({"text"}),
        export=_export_documents,
        erase=_erase_documents,
    ),
    PersonalDatum(
        name="said",
        label=_("What other systems have recorded of you"),
        purpose=_("To let your municipality's systems share what you have done in them"),
        basis=CONTRACT,
        kind="statements",
        models=("tracking.StatementAttachment",),
        columns=STATEMENT,
        for_machines=frozenset({"raw"}),
        export=_export_said,
        erase=_erase_said,
    ),
    PersonalDatum(
        name="refused",
        label=_("What your municipality's own record would not have"),
        purpose=_("To find out why, and send it again"),
        basis=CONTRACT,
        kind="reminders",
        models=("tracking.RefusedStatement",),
        columns=REFUSED,
        for_machines=frozenset({"said"}),
        export=_export_refused,
        erase=_erase_refused,
    ),
)

RULES = (
    RetentionRule("documents", "statements", _old_documents, take("Document")),
    RetentionRule("said", "statements", _old_said, take("Statement")),
    RetentionRule("refused", "reminders", _old_refused, take("RefusedStatement")),
    RetentionRule("attachments", "statements", _old_attachments, attachments.take),
)
