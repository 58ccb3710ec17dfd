"""How forwarding to municipalities' own record stores stands, for Prometheus.

Workers forward, and web servers are asked: so it is read from the database when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import structlog
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tracking.xapi.forwarding.selectors import figures

log = structlog.get_logger(__name__)

_GAUGES = {
    "seconds_behind": "How long the oldest completion that waits has done so",
    "failures": "Failures in a row",
    "refused": "Statements that the municipality's record store would not have",
}


class _Figures(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = figures()
        for name, text in _GAUGES.items():
            gauge = GaugeMetricFamily(f"hyldefri_forwarding_{name}", text, labels=["municipality"])
            for figure in found:
                gauge.add_metric([figure.municipality], getattr(figure, name))
            yield gauge


def forwarding_figures() -> bytes:
    """In Prometheus' text form, of the relays in use; nothing while the database does not answer."""
    registry = CollectorRegistry(auto_describe=False)
    try:
        registry.register(_Figures())
        return generate_latest(registry)
    except DatabaseError as error:
        log.warning("forwarding_figures_missing", error=str(error))
        return b""
