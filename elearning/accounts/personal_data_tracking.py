"""What learning leaves behind: in *my data*, erased with the account, and taken away when its time is up.

Rows are reached through ``_base_manager``: a person's own data is hers whatever the municipality, and what is
too old is too old in all of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.personal_data import PersonalDatum, Row, register, rows_of
from elearning.accounts.personal_data_accounts import CONTRACT
from elearning.accounts.retention import RetentionRule, register_rule

ENROLMENT = {
    "course": _("course"),
    "release": _("version"),
    "municipality": _("municipality"),
    "created_at": _("since"),
    "source": _("how you came to it"),
    "position_node": _("where you are"),
    "position_block": _("the part of it"),
}
PROGRESS = {"enrolment": _("course"), "state": _("progress")}
ANSWER = {
    "attempt__enrolment": _("course"),
    "attempt__kind": _("kind"),
    "question_id": _("question"),
    "answer": _("answer"),
    "correct": _("right"),
    "score": _("score"),
    "answered_at": _("when"),
}
ATTEMPT = {
    "enrolment": _("course"),
    "kind": _("kind"),
    "node_id": _("part of the course"),
    "started_at": _("begun"),
    "submitted_at": _("handed in"),
    "score": _("score"),
    "passed": _("passed"),
}
STATEMENT = {
    "timestamp": _("when"),
    "verb": _("what"),
    "object_id": _("about"),
    "statement_id": _("number"),
    "raw": _("as recorded"),
}
H5P = {
    "enrolment": _("course"),
    "block_id": _("the part of it"),
    "number": _("attempt"),
    "results": _("results"),
    "parts": _("results of its parts"),
    "state": _("where you were"),
    "created_at": _("begun"),
    "updated_at": _("saved"),
}
WORK = {
    "enrolment": _("course"),
    "kind": _("kind"),
    "block_id": _("part of the course"),
    "data": _("text"),
    "updated_at": _("last changed"),
}
CERTIFICATE = {
    "name": _("name"),
    "course_title": _("course"),
    "issued_at": _("issued"),
    "revoked_at": _("revoked"),
    "token": _("number"),
}
REMINDER = {"enrolment": _("course"), "sent_at": _("sent")}
NO_REMINDERS = {"since": _("no reminders since")}

#: From what hangs on an enrolment to the enrolment itself, in the order it can be deleted.
ON_AN_ENROLMENT = (
    "Response",
    "Attempt",
    "Statement",
    "PendingFold",
    "Progress",
    "WorkItem",
    "H5PAttempt",
    "Certificate",
    "Reminder",
)


def rows(model: str) -> QuerySet[Any]:
    """Of a model of tracking's, everybody's."""
    found: QuerySet[Any] = apps.get_model("tracking", model)._base_manager.all()
    return found


def _of_enrolments(model: str, enrolments: Iterable[Any]) -> QuerySet[Any]:
    path = "attempt__enrolment__in" if model == "Response" else "enrolment__in"
    return rows(model).filter(**{path: enrolments})


def _exporter(model: str, columns: Iterable[str], order: str) -> Callable[[User], list[Row]]:
    def export(user: User) -> list[Row]:
        enrolments = rows("Enrolment").filter(user=user)
        found = enrolments if model == "Enrolment" else _of_enrolments(model, enrolments)
        return rows_of(found.order_by(order), columns)

    return export


def _eraser(*models: str) -> Callable[[User], None]:
    def erase(user: User) -> None:
        enrolments = list(rows("Enrolment").filter(user=user).values_list("pk", flat=True))
        for model in models:
            _of_enrolments(model, enrolments).delete()

    return erase


def _erase_answers(user: User) -> None:
    """The figures a question's quality is judged by lead to nobody: they are counted first."""
    _keep_figures("keep_before_erasure", user)
    _eraser("Response", "Attempt")(user)


def _erase_h5p(user: User) -> None:
    _keep_figures("keep_before_erasure", user, "h5p_aggregates")
    _eraser("H5PAttempt")(user)


def _erase_enrolments(user: User) -> None:
    _take_enrolments(list(rows("Enrolment").filter(user=user).values_list("pk", flat=True)))


def _take_enrolments(keys: Sequence[Any]) -> None:
    for model in ON_AN_ENROLMENT:
        _of_enrolments(model, keys).delete()
    rows("Enrolment").filter(pk__in=keys).delete()


def _keep_figures(function: str, argument: Any, module: str = "aggregates") -> None:
    try:
        aggregates = importlib.import_module(f"tracking.reports.{module}")
    except ModuleNotFoundError:
        return
    getattr(aggregates, function)(argument)


def _recent(model: str, field: str, cutoff: datetime, enrolment: str) -> Exists:
    return Exists(rows(model).filter(enrolment=OuterRef(enrolment), **{f"{field}__gte": cutoff}))


def _old_work(cutoff: datetime) -> QuerySet[Any]:
    return _untouched("WorkItem", cutoff)


def _old_h5p(cutoff: datetime) -> QuerySet[Any]:
    return _untouched("H5PAttempt", cutoff)


def _untouched(model: str, cutoff: datetime) -> QuerySet[Any]:
    """What was made in enrolments where nothing at all has happened since."""
    return rows(model).exclude(
        _recent(model, "updated_at", cutoff, "enrolment")
        | _recent("Statement", "timestamp", cutoff, "enrolment")
        | Q(enrolment__position_at__gte=cutoff)
    )


def _old_attempts(cutoff: datetime) -> QuerySet[Any]:
    return rows("Attempt").filter(started_at__lt=cutoff)


def _old_statements(cutoff: datetime) -> QuerySet[Any]:
    return rows("Statement").filter(timestamp__lt=cutoff, enrolment__isnull=False)


def _old_enrolments(cutoff: datetime) -> QuerySet[Any]:
    return (
        rows("Enrolment")
        .filter(created_at__lt=cutoff)
        .exclude(
            Q(position_at__gte=cutoff)
            | _recent("Statement", "timestamp", cutoff, "pk")
            | _recent("WorkItem", "updated_at", cutoff, "pk")
            | _recent("H5PAttempt", "updated_at", cutoff, "pk")
            | _recent("Certificate", "issued_at", cutoff, "pk")
        )
    )


def _take_attempts(keys: Sequence[Any]) -> None:
    _keep_figures("keep_before_expiry", keys)
    rows("Response").filter(attempt__in=keys).delete()
    rows("Attempt").filter(pk__in=keys).delete()


def _take_h5p(keys: Sequence[Any]) -> None:
    _keep_figures("keep_before_expiry", keys, "h5p_aggregates")
    rows("H5PAttempt").filter(pk__in=keys).delete()


def take(model: str) -> Callable[[Sequence[Any]], None]:
    """For a retention rule: deletes rows of a model of tracking's by their keys."""

    def deleted(keys: Sequence[Any]) -> None:
        rows(model).filter(pk__in=keys).delete()

    return deleted


def _without_reminders(user: User) -> list[Row]:
    return rows_of(rows("NoReminders").filter(user=user), NO_REMINDERS)


def _forget_choice_of_reminders(user: User) -> None:
    rows("NoReminders").filter(user=user).delete()


def _old_reminders(cutoff: datetime) -> QuerySet[Any]:
    return rows("Reminder").filter(sent_at__lt=cutoff)


def register_all() -> None:
    """Enter tracking's data in the registers. What hangs on an enrolment is erased before it."""
    for datum in DATA:
        register(datum)
    for rule in RULES:
        register_rule(rule)


DATA = (
    PersonalDatum(
        name="enrolments",
        label=_("Courses"),
        purpose=_("To let you go on where you left"),
        basis=CONTRACT,
        kind="enrolments",
        models=("tracking.Enrolment",),
        columns=ENROLMENT,
        export=_exporter("Enrolment", ENROLMENT, "created_at"),
        erase=_erase_enrolments,
    ),
    PersonalDatum(
        name="progress",
        label=_("Progress"),
        purpose=_("To show you, and your municipality, how far you are"),
        basis=CONTRACT,
        kind="enrolments",
        models=("tracking.Progress",),
        columns=PROGRESS,
        for_machines=frozenset({"state"}),
        export=_exporter("Progress", PROGRESS, "pk"),
        erase=_eraser("Progress"),
    ),
    PersonalDatum(
        name="certificates",
        label=_("Certificates"),
        purpose=_("To let you prove that you have completed a course"),
        basis=CONTRACT,
        kind="enrolments",
        models=("tracking.Certificate",),
        columns=CERTIFICATE,
        export=_exporter("Certificate", CERTIFICATE, "issued_at"),
        erase=_eraser("Certificate"),
    ),
    PersonalDatum(
        name="reminders",
        label=_("Reminders"),
        purpose=_("To remind you of a course you have paused, and not too often"),
        basis=CONTRACT,
        kind="reminders",
        models=("tracking.Reminder",),
        columns=REMINDER,
        export=_exporter("Reminder", REMINDER, "sent_at"),
        erase=_eraser("Reminder"),
    ),
    PersonalDatum(
        name="reminder-choice",
        label=_("Your choice of reminders"),
        purpose=_("To leave you in peace if you want no reminders"),
        basis=CONTRACT,
        kind="accounts",
        models=("tracking.NoReminders",),
        columns=NO_REMINDERS,
        export=_without_reminders,
        erase=_forget_choice_of_reminders,
    ),
    PersonalDatum(
        name="work",
        label=_("Reflections and exercises"),
        purpose=_("For you alone: nobody else reads your reflections"),
        basis=CONTRACT,
        kind="work",
        models=("tracking.WorkItem",),
        columns=WORK,
        export=_exporter("WorkItem", WORK, "updated_at"),
        erase=_eraser("WorkItem"),
    ),
    PersonalDatum(
        name="h5p",
        label=_("H5P activities"),
        purpose=_("To let you go on where you were in an activity"),
        basis=CONTRACT,
        kind="work",
        models=("tracking.H5PAttempt",),
        columns=H5P,
        for_machines=frozenset({"state"}),
        export=_exporter("H5PAttempt", H5P, "updated_at"),
        erase=_erase_h5p,
    ),
    PersonalDatum(
        name="attempts",
        label=_("Quizzes and tests"),
        purpose=_("To see whether you have passed"),
        basis=CONTRACT,
        kind="answers",
        models=("tracking.Attempt",),
        columns=ATTEMPT,
        export=_exporter("Attempt", ATTEMPT, "started_at"),
        erase=_eraser("Attempt"),
    ),
    PersonalDatum(
        name="answers",
        label=_("Answers"),
        purpose=_("To give you feedback, and to find questions that are badly put"),
        basis=CONTRACT,
        kind="answers",
        models=("tracking.Response",),
        columns=ANSWER,
        export=_exporter("Response", ANSWER, "answered_at"),
        erase=_erase_answers,
    ),
    PersonalDatum(
        name="statements",
        label=_("The record of what you did"),
        purpose=_("To be able to work your progress out again if something went wrong"),
        basis=CONTRACT,
        kind="statements",
        models=("tracking.Statement", "tracking.PendingFold", "tracking.Mention"),
        columns=STATEMENT,
        for_machines=frozenset({"raw"}),
        export=_exporter("Statement", STATEMENT, "timestamp"),
        erase=_eraser("PendingFold", "Statement"),
    ),
)

RULES = (
    RetentionRule("work", "work", _old_work, take("WorkItem")),
    RetentionRule("h5p", "work", _old_h5p, _take_h5p),
    RetentionRule("answers", "answers", _old_attempts, _take_attempts),
    RetentionRule("statements", "statements", _old_statements, take("Statement")),
    RetentionRule("reminders", "reminders", _old_reminders, take("Reminder")),
    RetentionRule("enrolments", "enrolments", _old_enrolments, _take_enrolments),
)
