"""Keep where a learner is in an H5P activity."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tracking.h5p.places import Place
from tracking.h5p.reading import StateChange, merged
from tracking.models import Enrolment, H5PAttempt


class SaveH5PState:
    """Put changes of state on the learner's attempt; the page that wrote last wins, and of one page the newest write.

    Raises :class:`tracking.h5p.reading.Unreadable` where the state would become too large; nothing is stored then.
    """

    def __init__(self, place: Place, *, session: str, sequence: int, changes: Iterable[StateChange]) -> None:
        self.place = place
        self.session = session
        self.sequence = sequence
        self.changes = list(changes)

    @transaction.atomic
    def execute(self) -> H5PAttempt:
        attempt = attempt_of(self.place)
        if attempt.session == self.session and attempt.sequence >= self.sequence:
            # Sent again, or overtaken on the way.
            return attempt
        attempt.state = merged(attempt.state, self.changes)
        attempt.session, attempt.sequence = self.session, self.sequence
        attempt.save(update_fields=["state", "session", "sequence", "updated_at"])
        return attempt


class BeginH5PAnew:
    """A new attempt: the activity is as it was the first time. The results of earlier ones stay."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @transaction.atomic
    def execute(self) -> H5PAttempt:
        attempt = attempt_of(self.place)
        if not attempt.state and not attempt.results:
            return attempt
        return _begin(self.place, attempt.number + 1)


def attempt_of(place: Place) -> H5PAttempt:
    """The attempt under way at the package she has now, its enrolment held; begun if there is none."""
    # The enrolment, not the attempt: two tabs that both begin must meet somewhere.
    held = Enrolment.objects.for_user(place.enrolment.user).select_for_update().only("pk")
    held.get(pk=place.enrolment.pk)
    attempts = place.enrolment.h5p_attempts.filter(block_id=place.block).order_by("-number")
    newest: H5PAttempt | None = attempts.first()
    if newest and newest.version_id == place.version_id:
        return newest
    return _begin(place, newest.number + 1 if newest else 1)


def _begin(place: Place, number: int) -> H5PAttempt:
    return H5PAttempt.objects.unscoped(reason="the enrolment is named").create(
        enrolment=place.enrolment,
        node_id=place.step,
        block_id=place.block,
        version_id=place.version_id,
        release_id=place.enrolment.release_id,
        number=number,
        first=not place.enrolment.h5p_attempts.filter(block_id=place.block, version_id=place.version_id).exists(),
    )
