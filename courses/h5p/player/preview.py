"""Playing in the editor: whoever may see an activity, nothing kept. The grant's version is an ``H5PVersion``'s pk."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from courses.h5p.player.host import State
from courses.h5p.player.hosts import audience
from courses.h5p.player.playable import Playable
from courses.h5p.player.signing import Grant
from courses.h5p.player.stored import playable
from courses.h5p.player.urls import frame_url
from courses.h5p.selectors import activities_for
from courses.models.h5p import H5PVersion

KIND = "preview"


class PreviewHost:
    def may_play(self, grant: Grant) -> bool:
        version, user = _number(grant.version), _number(grant.audience.partition(":")[2])
        if version is None or user is None:
            return False
        viewer = get_user_model().objects.filter(pk=user, is_active=True).first()
        return viewer is not None and activities_for(viewer).filter(versions=version).exists()

    def playable(self, grant: Grant) -> Playable | None:
        versions = H5PVersion.objects.without_content().select_related("activity")
        version = versions.filter(pk=_number(grant.version) or 0).first()
        return playable(version, iri=f"urn:uuid:{version.activity.uuid}") if version else None

    def state(self, grant: Grant) -> State:
        return {}

    def opened(self, grant: Grant) -> None:
        """Nothing is recorded of whoever looks."""


def preview_url(request: HttpRequest, version: H5PVersion) -> str:
    """Where the frame leads for somebody who has been checked to see the activity."""
    if request.user.pk is None:
        raise PermissionDenied
    return frame_for(request.user.pk, version.pk)


def frame_for(user_id: int, version_id: int) -> str:
    """The same by their ids."""
    return frame_url(Grant(str(version_id), audience(KIND, user_id)))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
