from __future__ import annotations

from courses.h5p.player.host import State
from courses.h5p.player.hosts import HostsByAudience, audience
from courses.h5p.player.playable import Playable
from courses.h5p.player.signing import Grant


class Yes:
    def may_play(self, grant: Grant) -> bool:
        return True

    def playable(self, grant: Grant) -> Playable | None:
        return None

    def state(self, grant: Grant) -> State:
        return {"0": {"state": "1"}}

    def opened(self, grant: Grant) -> None:
        pass


HOST = HostsByAudience({"preview": Yes()})


def test_a_grant_goes_to_the_host_of_its_kind() -> None:
    grant = Grant("1", audience("preview", 4))

    assert HOST.may_play(grant)
    assert HOST.state(grant) == {"0": {"state": "1"}}


def test_a_kind_that_is_nobodys_may_play_nothing() -> None:
    for other in ("", "enrolment:4", "Preview:4", "preview4", ":preview"):
        grant = Grant("1", other)
        assert not HOST.may_play(grant)
        assert HOST.playable(grant) is None
        assert HOST.state(grant) == {}
