"""Statements of other systems as rows: what the server sets on them, and the columns they are found by."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracking.xapi.spec.canonical import as_stored
from tracking.xapi.spec.timestamps import instant
from tracking.xapi.spec.versions import Rules
from tracking.xapi.store.extracting import Found, found_in


@dataclass(frozen=True)
class Incoming:
    """A statement about to be stored. ``given`` is as it was sent, ``timestamp`` None if it had none."""

    statement_id: uuid.UUID
    given: Mapping[str, Any]
    raw: Mapping[str, Any]
    timestamp: datetime | None
    found: Found


def incoming(given: dict[str, Any], *, municipality: int, authority: Mapping[str, Any], rules: Rules) -> Incoming:
    """Of a statement that has been checked. Whatever it says of its authority and when it was stored is not kept."""
    statement_id = given.get("id") or str(uuid.uuid4())
    raw = as_stored(given, rules) | {"id": statement_id, "authority": authority}
    raw.pop("stored", None)
    return Incoming(
        statement_id=uuid.UUID(statement_id),
        given=given,
        raw=raw,
        timestamp=instant(raw["timestamp"]) if "timestamp" in raw else None,
        found=found_in(raw, municipality),
    )
