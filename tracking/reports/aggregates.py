"""Keeping the counts of answers that are about to be erased, so that a question's figures outlive them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tracking.models import ItemAggregate, Response
from tracking.reports.responses import first_responses

_BATCH = 500


@dataclass
class _Counts:
    answers: int = 0
    right: int = 0
    options: Counter[str] = field(default_factory=Counter)


def keep_before_erasure(user: Any) -> None:
    """Count a person's answers in. Call it once, in the transaction that erases them."""
    _keep(first_responses().filter(attempt__enrolment__user=user.pk))


def keep_before_expiry(attempts: Iterable[int]) -> None:
    """As above, for attempts (by key) that are too old."""
    keys = list(attempts)
    for start in range(0, len(keys), _BATCH):
        _keep(first_responses().filter(attempt__in=keys[start : start + _BATCH]))


@transaction.atomic
def _keep(responses: QuerySet[Response]) -> None:
    counted: dict[tuple[int, str, str], _Counts] = {}
    rows = responses.values_list("attempt__release", "question_id", "attempt__kind", "correct", "answer")
    for release, question, kind, correct, answer in rows.iterator():
        counts = counted.setdefault((release, question, kind), _Counts())
        counts.answers += 1
        counts.right += bool(correct)
        counts.options.update(chosen_options(answer))
    for key in sorted(counted):
        _add(*key, counted[key])


def _add(release: int, question: str, kind: str, counts: _Counts) -> None:
    key: dict[str, Any] = {"release_id": release, "question_id": question, "kind": kind}
    ItemAggregate.objects.get_or_create(**key)
    kept = ItemAggregate.objects.select_for_update().get(**key)
    kept.answers += counts.answers
    kept.right += counts.right
    kept.options = dict(Counter(kept.options) + counts.options)
    kept.save(update_fields=["answers", "right", "options"])


def chosen_options(answer: Any) -> tuple[str, ...]:
    """The option ids of a stored answer to a choice; none for other types."""
    chosen = answer.get("options", ()) if isinstance(answer, dict) else ()
    return tuple(chosen)
