"""Keeping the counts of H5P attempts that are about to be erased; see ``tracking.reports.aggregates``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tracking.models import H5PAttempt, H5PItemAggregate
from tracking.reports.h5p_counts import Counts, of_attempt

_BATCH = 500
_COUNTS = tuple(asdict(Counts()))

#: (block, part) -> counts.
Counted = dict[tuple[str, str], Counts]


def first_attempts() -> QuerySet[H5PAttempt]:
    """Those an activity is judged by: made before its feedback was known."""
    every = H5PAttempt.objects.unscoped(reason="a question is judged by all answers, in counts of five and more")
    return every.filter(first=True)


def counted_by_release(attempts: QuerySet[H5PAttempt]) -> dict[int, Counted]:
    """One query."""
    found: dict[int, Counted] = defaultdict(lambda: defaultdict(Counts))
    for release, block, results, parts in attempts.values_list("release", "block_id", "results", "parts").iterator():
        for part, counts in of_attempt(results, parts).items():
            found[release][block, part] += counts
    return found


def kept(release_id: int) -> Counted:
    rows = H5PItemAggregate.objects.filter(release=release_id)
    return {(row.block_id, row.part): Counts(**{name: getattr(row, name) for name in _COUNTS}) for row in rows}


def keep_before_erasure(user: Any) -> None:
    """Count a person's attempts in. Call it once, in the transaction that erases them."""
    _keep(first_attempts().filter(enrolment__user=user.pk))


def keep_before_expiry(attempts: Iterable[int]) -> None:
    """As above, for attempts (by key) that are too old."""
    keys = list(attempts)
    for start in range(0, len(keys), _BATCH):
        _keep(first_attempts().filter(pk__in=keys[start : start + _BATCH]))


@transaction.atomic
def _keep(attempts: QuerySet[H5PAttempt]) -> None:
    for release, found in sorted(counted_by_release(attempts).items()):
        for (block, part), counts in sorted(found.items()):
            _add({"release_id": release, "block_id": block, "part": part}, counts)


def _add(key: dict[str, Any], counts: Counts) -> None:
    H5PItemAggregate.objects.get_or_create(**key)
    row = H5PItemAggregate.objects.select_for_update().get(**key)
    for name in _COUNTS:
        setattr(row, name, getattr(row, name) + getattr(counts, name))
    row.save(update_fields=_COUNTS)
