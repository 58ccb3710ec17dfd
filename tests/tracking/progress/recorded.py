"""What a learner has done, on the record, and what it came to."""

from datetime import UTC, datetime, timedelta

from tracking.actions.record import RecordStatements
from tracking.models import Progress
from tracking.xapi.statements import Draft

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(minute):
    return START + timedelta(minutes=minute)


def whole_course():
    return [
        Draft("launched", "lesson-1", at(0)),
        Draft("answered", "question", at(1), parent="lesson-1", score=0.5, success=False),
        Draft("completed", "lesson-1", at(2)),
        Draft("completed", "lesson-2", at(3)),
        Draft("failed", "test", at(4), score=0.4, pass_mark=70),
        Draft("passed", "test", at(5), score=0.8, pass_mark=70),
        Draft("experienced", "lesson-1", at(9)),
    ]


def record(enrolment, *drafts):
    RecordStatements(enrolment, drafts).execute()
    return enrolment


def progress_of(enrolment):
    return Progress.objects.for_municipality(enrolment.municipality).get(enrolment=enrolment)
