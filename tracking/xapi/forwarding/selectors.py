"""How relays stand: for the screens, and for an operator's figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from elearning.municipalities.models import Municipality
from tracking.actions.relays import relay_of
from tracking.models import Disclosure, RefusedStatement, Relay, Statement
from tracking.xapi.forwarding.reading import waiting
from tracking.xapi.forwarding.wording import said_of

#: No more than so many are counted.
MOST_COUNTED = 10_000
_BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class State:
    """``behind`` is how many wait, or ``MOST_COUNTED`` of more; ``trouble`` says what is in the way, if anything is."""

    relay: Relay
    behind: int
    refused: int

    @property
    def is_far_behind(self) -> bool:
        return self.behind > MOST_COUNTED

    @property
    def trouble(self) -> str:
        return said_of(self.relay.last_error)

    @property
    def next_try_at(self) -> datetime | None:
        return self.relay.next_try_at if self.relay.is_waiting() else None


def state_of(relay: Relay) -> State:
    return State(relay, behind=waiting(relay)[: MOST_COUNTED + 1].count(), refused=refused_of(relay).count())


def relay_or_404(municipality: Municipality) -> Relay:
    found = relay_of(municipality)
    if found is None:
        raise Http404
    return found


def refused_of(relay: Relay) -> QuerySet[RefusedStatement]:
    """The latest first."""
    refused = RefusedStatement.objects.for_municipality(relay.municipality_id).filter(relay=relay)
    return refused.select_related("statement").order_by("-refused_at", "-pk")


def every_relay() -> QuerySet[Any]:
    """All municipalities', those in trouble first, with ``refusals`` and when the ``oldest`` that waits was stored."""
    place = Coalesce(OuterRef("cursor_stored"), Value(_BEFORE_ALL))
    statements = Statement.objects.unscoped(reason="each relay's own municipality's, by the outer row").filter(
        Q(stored__gt=place) | Q(pk__gt=OuterRef("cursor_pk")),
        municipality=OuterRef("municipality"),
        disclosure=Disclosure.COMPLETION,
        enrolment__isnull=False,
        stored__gte=place,
    )
    relays = Relay.objects.unscoped(reason="those who run the site watch over every municipality's")
    return (
        relays.select_related("municipality")
        .annotate(refusals=Count("refused"), oldest=Subquery(statements.order_by("stored", "pk").values("stored")[:1]))
        .order_by(F("failures").desc(), "municipality__name")
    )


@dataclass(frozen=True)
class Figure:
    """``seconds_behind``: how long the oldest that waits has done so."""

    municipality: str
    seconds_behind: float
    failures: int
    refused: int


def figures() -> list[Figure]:
    """Of the relays that are in use."""
    now = timezone.now()
    return [
        Figure(
            relay.municipality.code,
            max(0.0, (now - relay.oldest).total_seconds()) if relay.oldest else 0.0,
            relay.failures,
            relay.refusals,
        )
        for relay in every_relay().filter(enabled=True)
    ]
