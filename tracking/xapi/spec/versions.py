"""What differs between xAPI 1.0.x and 2.0.x, in one table.

Sources: xAPI 1.0.3 part 3, 3.3 (versioning); IEEE 9274.1.1 (xAPI 2.0), 4.1.7, and its list of changes. What is not
here is the same in both: contextActivities may come as single activities and leave as arrays, timestamps in any
time zone are taken and given in UTC, an ETag is the content's SHA-1 (1.0.3 demands it, 2.0 leaves it open), and
preconditions are heeded by PUT, POST and DELETE (1.0.3 demands it of the first, and recommends the others).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """One version of the specification.

    ``version`` is echoed in ``X-Experience-API-Version``; ``headers`` are the values of that header which mean this
    version, ``statement_versions`` the values of a statement's own ``version``, ``statement_version`` the value it
    gets if it has none. ``alternate_syntax``: requests by POST with ``?method=``. ``guarded_states``: a state that
    exists is replaced by PUT only with ``If-Match`` or ``If-None-Match``, as profiles are in both. ``new_is_guarded``:
    what is so guarded is not stored by PUT without either header even where nothing is there yet.
    ``context_agents``: contexts have ``contextAgents`` and ``contextGroups``. ``groups_have_documents``: states and
    agents' profiles may be of an identified group as well as of an agent. ``compares_timestamps``: two statements
    of different times are different statements.
    """

    version: str
    headers: re.Pattern[str]
    statement_version: str
    statement_versions: re.Pattern[str]
    alternate_syntax: bool
    guarded_states: bool
    new_is_guarded: bool
    context_agents: bool
    groups_have_documents: bool
    compares_timestamps: bool


V1 = Rules(
    version="1.0.3",
    headers=re.compile(r"1\.0(?:\.[0-9]{1,9})?"),
    statement_version="1.0.0",
    statement_versions=re.compile(r"1\.0(?:\.[0-9A-Za-z.+-]{1,50})?"),
    alternate_syntax=True,
    guarded_states=False,
    new_is_guarded=True,
    context_agents=False,
    groups_have_documents=False,
    compares_timestamps=True,
)

V2 = Rules(
    version="2.0.0",
    headers=re.compile(r"2\.0(?:\.[0-9]{1,9})?"),
    statement_version="2.0.0",
    statement_versions=re.compile(r"[12]\.0(?:\.[0-9A-Za-z.+-]{1,50})?"),
    alternate_syntax=False,
    guarded_states=True,
    new_is_guarded=False,
    context_agents=True,
    groups_have_documents=True,
    compares_timestamps=False,
)

#: Mount -> the versions it speaks. The first is the mount's own: errors and the About resource speak it.
MOUNTS: Mapping[str, tuple[Rules, ...]] = {"": (V2, V1), "1.0.3": (V1,)}


class UnknownVersion(ValueError):
    """The request names no version, or one that is not spoken there: 400, with ``rules.version`` in the header."""

    def __init__(self, message: str, rules: Rules) -> None:
        super().__init__(message)
        self.rules = rules


def own_rules(mount: str) -> Rules:
    """What a mount speaks where the header does not matter."""
    return MOUNTS[mount][0]


def rules_for(header: str | None, mount: str) -> Rules:
    """The version that a request's ``X-Experience-API-Version`` names. Both specifications demand the header.

    Raises ``UnknownVersion``.
    """
    spoken = MOUNTS[mount]
    names = " and ".join(rules.version for rules in spoken)
    if header is None:
        raise UnknownVersion(f"The header X-Experience-API-Version is missing; {names} can be spoken here.", spoken[0])
    for rules in spoken:
        if rules.headers.fullmatch(header):
            return rules
    raise UnknownVersion(f"X-Experience-API-Version names none of the versions spoken here: {names}.", spoken[0])
