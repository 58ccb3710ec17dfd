"""What somebody has answered when a course was evaluated: in *my data*, erased with the account, taken away in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.personal_data import PersonalDatum, Row, register, rows_of
from elearning.accounts.personal_data_accounts import CONTRACT
from elearning.accounts.retention import RetentionRule, register_rule
from elearning.commissions.evaluation.questionnaire import defined
from elearning.commissions.models import EvaluationAnswer, EvaluationMail, EvaluationReport

ANSWER = {
    "course": _("course"),
    "round": _("when"),
    "question": _("question"),
    "answer": _("answer"),
    "sent_at": _("sent"),
}
MAIL = {"course": _("course"), "round": _("when"), "kind": _("kind"), "sent_at": _("sent")}
REPORT = {"commission": _("order"), "number": _("number"), "created_at": _("when")}


def _answers(user: User) -> QuerySet[EvaluationAnswer]:
    rows: QuerySet[EvaluationAnswer] = EvaluationAnswer._base_manager.filter(enrolment__user=user)
    return rows.select_related("enrolment__course").order_by("pk")


def _mails(user: User) -> QuerySet[EvaluationMail]:
    rows: QuerySet[EvaluationMail] = EvaluationMail._base_manager.filter(enrolment__user=user)
    return rows.select_related("enrolment__course").order_by("pk")


def _answered(user: User) -> list[Row]:
    return [
        {
            "course": str(row.enrolment.course),
            "round": row.get_round_display(),
            "question": str(question.text),
            "answer": str(dict(question.options).get(row.answers[question.key], row.answers[question.key])),
            "sent_at": row.submitted_at,
        }
        for row in _answers(user)
        for question in defined(row.round, row.version).questions
        if question.key in row.answers
    ]


def _asked(user: User) -> list[Row]:
    return [
        {
            "course": str(row.enrolment.course),
            "round": row.get_round_display(),
            "kind": row.get_kind_display(),
            "sent_at": row.sent_at,
        }
        for row in _mails(user)
    ]


def _reports(user: User) -> QuerySet[EvaluationReport]:
    return EvaluationReport._base_manager.filter(by=user).select_related("commission").order_by("pk")


def _made(user: User) -> list[Row]:
    return rows_of(_reports(user), REPORT)


def _forget_answers(user: User) -> None:
    _answers(user).delete()


def _forget_mails(user: User) -> None:
    _mails(user).delete()


def _forget_who_made(user: User) -> None:
    _reports(user).update(by=None)


def _old(cutoff: datetime) -> QuerySet[Any]:
    return EvaluationAnswer._base_manager.filter(saved_at__lt=cutoff)


def _take(keys: Sequence[Any]) -> None:
    EvaluationAnswer._base_manager.filter(pk__in=keys).delete()


def _old_mails(cutoff: datetime) -> QuerySet[Any]:
    return EvaluationMail._base_manager.filter(sent_at__lt=cutoff)


def _take_mails(keys: Sequence[Any]) -> None:
    EvaluationMail._base_manager.filter(pk__in=keys).delete()


def register_all() -> None:
    """After the enrolments they hang on, so that they are erased before them."""
    register(
        PersonalDatum(
            name="evaluations",
            label=_("Evaluations"),
            purpose=_("To tell your municipality in figures what a course was worth, when you chose to answer"),
            basis=CONTRACT,
            kind="evaluations",
            models=("commissions.EvaluationAnswer",),
            columns=ANSWER,
            export=_answered,
            erase=_forget_answers,
        )
    )
    register(
        PersonalDatum(
            name="evaluation-mails",
            label=_("E-mails about evaluations"),
            purpose=_("To ask you once what a course gave you, and not twice"),
            basis=CONTRACT,
            kind="reminders",
            models=("commissions.EvaluationMail",),
            columns=MAIL,
            export=_asked,
            erase=_forget_mails,
        )
    )
    register(
        PersonalDatum(
            name="evaluation-reports",
            label=_("Evaluation reports"),
            purpose=_("To show who made a report; the name goes with the account, and the report stays"),
            basis=CONTRACT,
            kind="accounts",
            models=("commissions.EvaluationReport",),
            columns=REPORT,
            export=_made,
            erase=_forget_who_made,
        )
    )
    register_rule(RetentionRule("evaluations", "evaluations", _old, _take))
    register_rule(RetentionRule("evaluation-mails", "reminders", _old_mails, _take_mails))
