"""What a resource is given and what it may answer, whatever version and syntax the request came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from elearning.municipalities.models import Municipality
from tracking.xapi.spec.versions import Rules


class Scope(StrEnum):
    """What a credential may do, by the specification's own names (1.0.3 Communication 4.2)."""

    WRITE = "statements/write"
    READ_MINE = "statements/read/mine"
    READ = "statements/read"
    STATE = "state"
    DEFINE = "define"
    PROFILE = "profile"
    ALL_READ = "all/read"
    ALL = "all"


@dataclass(frozen=True)
class Access:
    """Whose request it is: everything it reads and writes is ``municipality``'s.

    ``authority`` is the agent that the server sets on what is stored through it.
    """

    municipality: Municipality
    credential: int
    scopes: frozenset[Scope]
    authority: Mapping[str, Any]

    def may(self, *any_of: Scope) -> bool:
        return not self.scopes.isdisjoint((*any_of, Scope.ALL))


@dataclass(frozen=True)
class Call:
    """A request whose credential, version and form have been found right.

    ``method`` is the one meant (the alternate request syntax is undone), ``params`` has each parameter once,
    ``headers`` have lower-case names, ``path`` is the resource's own absolute path with its mount.
    """

    method: str
    path: str
    rules: Rules
    access: Access
    params: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")


class Refused(Exception):
    """A request that is answered with ``status`` and ``message`` (English: its readers are other systems).

    What is merely no valid data raises ``tracking.xapi.spec.errors.Invalid`` instead, which is a 400.
    """

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers
