"""Hosts by the kind of audience: ``preview:12`` is for the host called ``preview``."""

from __future__ import annotations

from collections.abc import Mapping

from courses.h5p.player.host import Host, State
from courses.h5p.player.playable import Playable
from courses.h5p.player.signing import Grant


def audience(kind: str, who: object) -> str:
    return f"{kind}:{who}"


class HostsByAudience:
    """Asks the host of the grant's kind; a kind that none is for may play nothing."""

    def __init__(self, hosts: Mapping[str, Host]) -> None:
        self.hosts = hosts

    def may_play(self, grant: Grant) -> bool:
        host = self._host(grant)
        return host is not None and host.may_play(grant)

    def playable(self, grant: Grant) -> Playable | None:
        host = self._host(grant)
        return host.playable(grant) if host else None

    def state(self, grant: Grant) -> State:
        host = self._host(grant)
        return host.state(grant) if host else {}

    def opened(self, grant: Grant) -> None:
        if host := self._host(grant):
            host.opened(grant)

    def _host(self, grant: Grant) -> Host | None:
        return self.hosts.get(grant.audience.partition(":")[0])
