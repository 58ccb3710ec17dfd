"""Whom the player lets play: learners in their courses, editors in previews."""

from __future__ import annotations

from courses.h5p.player.host import State
from courses.h5p.player.playable import Playable
from courses.h5p.player.previewing import PREVIEW, PREVIEW_IRI
from courses.h5p.player.signing import Grant
from courses.h5p.player.stored import playable
from courses.models import H5PVersion
from tracking.actions.record_h5p import OpenH5P
from tracking.h5p.places import place_from


class SiteHost:
    """The site's ``courses.h5p.player.host.Host``. Audiences are learners' places, and the preview."""

    def may_play(self, grant: Grant) -> bool:
        return grant.audience == PREVIEW or place_from(grant.audience, grant.version) is not None

    def playable(self, grant: Grant) -> Playable | None:
        version = H5PVersion.objects.select_related("activity").filter(pk=grant.version).first()
        place = place_from(grant.audience, grant.version)
        return playable(version, iri=place.iri if place else PREVIEW_IRI) if version else None

    def state(self, grant: Grant) -> State:
        place = place_from(grant.audience, grant.version)
        attempt = place.newest() if place else None
        return attempt.state if attempt else {}

    def opened(self, grant: Grant) -> None:
        place = place_from(grant.audience, grant.version)
        if place:
            OpenH5P(place).execute()
