"""What a learner is shown of an activity beside the player: what has been reported, its licence, how to use it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from courses.h5p.licences import credits_of
from courses.models import H5PVersion
from tracking.h5p.places import Place
from tracking.h5p.policies import counting
from tracking.models import H5PAttempt


def shown_result(place: Place, attempts: Iterable[H5PAttempt]) -> dict[str, Any]:
    """``percent`` of the result that counts, None where there is none; ``note``, ``credits``; two queries."""
    activity = place.activity()
    scores = [score for attempt in attempts for score in attempt.scores]
    counted = counting(scores, activity.attempts)
    metadata = H5PVersion.objects.values_list("metadata", flat=True).get(pk=place.version_id)
    return {
        "percent": None if counted is None else round(counted * 100),
        "note": activity.accessibility_note,
        "credits": credits_of(metadata),
    }
