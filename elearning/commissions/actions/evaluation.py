"""Learners answer, and what they have answered becomes a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.commissions.actions.base import held, record
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.evaluation import questionnaire
from elearning.commissions.evaluation.access import may_read_report
from elearning.commissions.evaluation.report import content_of
from elearning.commissions.evaluation.rounds import Asked, asked_enrolments, open_rounds, order_of
from elearning.commissions.models import Commission, EvaluationAnswer, EvaluationReport, Round
from elearning.commissions.stages import Stage
from tracking.models import Enrolment


class AnswersMissing(CommissionRefused):
    """``fields`` maps a question's key to what is wrong. What there was is kept as a draft."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(_("Some questions have no answer yet."))
        self.fields = dict(fields)


class AnswerEvaluation:
    """A draft, or with ``send`` the answers once and for all. Only oneself answers.

    Raises ``PermissionDenied``, :class:`CommissionRefused` and :class:`AnswersMissing`.
    """

    def __init__(
        self, enrolment: Enrolment, round_: Round, answers: Mapping[str, Any], *, user: Any, send: bool = False
    ) -> None:
        self.enrolment = enrolment
        self.round = round_
        self.given = answers
        self.user = user
        self.send = send

    def execute(self) -> EvaluationAnswer:
        if self.enrolment.user_id != self.user.pk:
            raise PermissionDenied
        row, gaps = self._stored()
        if gaps:
            raise AnswersMissing(gaps)
        return row

    @transaction.atomic
    def _stored(self) -> tuple[EvaluationAnswer, Mapping[str, str]]:
        asked = self._asked()
        version = asked.answer.version if asked.answer else questionnaire.CURRENT[self.round].version
        asks = questionnaire.defined(self.round, version)
        answers = questionnaire.tidied(asks, self.given)
        gaps = questionnaire.missing(asks, answers) if self.send else {}
        row = asked.answer or EvaluationAnswer(enrolment=self.enrolment, round=self.round, version=version)
        row.commission = order_of(asked.enrolment)
        row.answers = answers
        if self.send and not gaps:
            row.submitted_at = timezone.now()
            # Who has answered, never what.
            log(
                instance=self.enrolment,
                action="commissions.evaluation.answer",
                user=self.user,
                title=str(row.commission.number),
                data={"round": self.round},
            )
        row.save()
        return row, gaps

    def _asked(self) -> Asked:
        every = Enrolment.objects.for_municipality(self.enrolment.municipality_id).filter(pk=self.enrolment.pk)
        # The row alone is held, so that two tabs are one after the other.
        every.select_for_update().values_list("pk").get()
        found = asked_enrolments(every).first()
        # The report is made on the held order: what is sent is in it, or refused.
        if found is not None and (order := found.wave_member.wave.commission) is not None:
            held(order)
            found = asked_enrolments(every).first()
        asked = next((each for each in open_rounds(found) if each.round == self.round), None) if found else None
        if asked is None:
            raise CommissionRefused(_("The questions are closed."))
        if asked.is_sent:
            raise CommissionRefused(_("You have sent your answers. They stand as you sent them."))
        return asked


def freeze(commission: Commission, user: Any) -> EvaluationReport:
    """The next report of a commission whose row is held."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A report is made in a transaction.")
    number = commission.evaluation_reports.count() + 1
    report: EvaluationReport = EvaluationReport.objects.create(
        commission=commission, number=number, content=content_of(commission), by=user
    )
    record(commission, "evaluation.report", user, report=number, sha256=report.sha256)
    return report


class MakeReport:
    """Another report once the order is evaluated, with what has come since. Raises ``PermissionDenied`` and
    :class:`CommissionRefused`.
    """

    def __init__(self, commission: Commission, *, user: Any) -> None:
        self.commission = commission
        self.user = user

    @transaction.atomic
    def execute(self) -> EvaluationReport:
        commission = held(self.commission)
        if not may_read_report(self.user, commission):
            raise PermissionDenied
        if commission.stage != Stage.EVALUATED:
            raise CommissionRefused(_("A new report can be made once the order is evaluated, and until it is closed."))
        return freeze(commission, self.user)
