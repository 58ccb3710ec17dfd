"""Learners who play an activity in their courses."""

from __future__ import annotations

from courses.h5p.player.host import State
from courses.h5p.player.playable import Playable
from courses.h5p.player.signing import Grant
from courses.h5p.player.stored import playable
from courses.models import H5PVersion
from tracking.actions.record_h5p import OpenH5P
from tracking.h5p.places import place_from


class LearnersHost:
    """A ``courses.h5p.player.host.Host`` for the audiences that :class:`tracking.h5p.places.Place` makes."""

    def may_play(self, grant: Grant) -> bool:
        return place_from(grant.audience, grant.version) is not None

    def playable(self, grant: Grant) -> Playable | None:
        place = place_from(grant.audience, grant.version)
        if place is None:
            return None
        versions = H5PVersion.objects.without_content().select_related("activity")
        version = versions.filter(pk=place.version_id).first()
        return playable(version, iri=place.iri) if version else None

    def state(self, grant: Grant) -> State:
        place = place_from(grant.audience, grant.version)
        attempt = place.newest() if place else None
        return attempt.state if attempt else {}

    def opened(self, grant: Grant) -> None:
        place = place_from(grant.audience, grant.version)
        if place:
            OpenH5P(place).execute()
