"""Which answers a question is judged by: those given before its feedback was known."""

from __future__ import annotations

from django.db.models import QuerySet

from tracking.models import Response


def first_responses() -> QuerySet[Response]:
    """Answers of first attempts, handed in: the practice question's first go, the learner's first final test.

    Which they are does not change when later attempts are made, nor when others are erased.
    """
    every = Response.objects.unscoped(reason="a question is judged by everybody's answers, in counts of five and more")
    return every.filter(attempt__number=1, attempt__submitted_at__isnull=False)
