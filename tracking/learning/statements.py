"""What a learner's pages record of what she does. Ids are derived, so that doing it twice records it once."""

from __future__ import annotations

import uuid

from tracking.actions.record import RecordStatements
from tracking.models import Enrolment
from tracking.progress.events import Verb
from tracking.xapi.statements import Draft


def _once(enrolment: Enrolment, node: str, verb: Verb) -> Draft:
    return Draft(verb, node, statement_id=uuid.uuid5(enrolment.pk, f"{node}/{verb}"))


def record_visit(enrolment: Enrolment, *, course: str | None, step: str) -> None:
    """The first view of a step; of the course too, where ``course`` names it."""
    drafts = [_once(enrolment, course, "launched")] if course else []
    RecordStatements(enrolment, [*drafts, _once(enrolment, step, "experienced")]).execute()


def record_completion(enrolment: Enrolment, *, step: str) -> None:
    RecordStatements(enrolment, [_once(enrolment, step, "completed")]).execute()


def record_answer(
    enrolment: Enrolment,
    *,
    statement_id: uuid.UUID,
    question: str,
    step: str,
    score: float,
    success: bool,
) -> None:
    """An answer in practice. It belongs to its lesson, and says nothing of whether the lesson is done."""
    draft = Draft("answered", question, parent=step, score=score, success=success, statement_id=statement_id)
    RecordStatements(enrolment, [draft]).execute()
