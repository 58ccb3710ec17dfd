"""What the player asks of whoever lets people play. ``courses`` knows no enrolments; its host does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from courses.h5p.player.playable import Playable
from courses.h5p.player.signing import Grant

#: Saved state: by sub-content id ("0" is the content itself), then by data type ("state"), each a JSON text.
State = Mapping[str, Mapping[str, str]]


class Host(Protocol):
    def may_play(self, grant: Grant) -> bool:
        """Whether the audience may still play the version. Asked at every request, so it should be cheap."""

    def playable(self, grant: Grant) -> Playable | None:
        """The version, or None where it is gone or must not run (a library awaiting approval)."""

    def state(self, grant: Grant) -> State:
        """What was saved, to begin from."""

    def opened(self, grant: Grant) -> None:
        """The frame is on its way to whoever asked for it."""
