"""The demo's municipalities: how they look and decide, and what they are made of. The orders are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.actions.set_up_municipality import SetUpMunicipality
from elearning.municipalities.actions.change_municipality import ChangeMunicipality
from elearning.municipalities.actions.units import SaveUnit
from elearning.municipalities.models import Municipality


@dataclass(frozen=True)
class DemoMunicipality:
    """``tailors`` names its variant file; "" for one whose people take the shared course."""

    code: str
    domain: str
    tailors: str = ""
    policy: str = Municipality.UpdatePolicy.ASK
    primary_colour: str = ""
    accent_colour: str = ""
    units: tuple[str, ...] = ()


MUNICIPALITIES = (
    DemoMunicipality("161", "glostrup.example", "glostrup", "ask", "#7a2e3a", "#8a5a00", ("Ydelse", "Borgerservice")),
    DemoMunicipality(
        "751",
        "aarhus.example",
        "aarhus",
        "apply",
        "#1f4e79",
        "#a04000",
        ("Sociale Forhold og Beskæftigelse", "Teknik og Miljø", "Børn og Unge", "Sundhed og Omsorg"),
    ),
    DemoMunicipality("825", "laesoe.example", "laesoe", "ask", "#2f5d3a", "#8a3b12", ("Rådhuset",)),
    DemoMunicipality("461", "odense.example"),
)


def set_up(demo: DemoMunicipality, operator: Any) -> Municipality:
    """The municipality with its domain, looks, policy, units and part of the site.

    It is set up once, before anybody works there; what its people or an operator have decided since stays.
    """
    municipality = Municipality.objects.get(code=demo.code)
    if not municipality.email_domains:
        municipality = ChangeMunicipality(municipality, {"email_domains": [demo.domain]}, user=operator).execute()
    if demo.tailors and municipality.collection_id is None:
        values = {"primary_colour": demo.primary_colour, "accent_colour": demo.accent_colour}
        municipality = ChangeMunicipality(
            municipality, {**values, "update_policy": demo.policy}, user=operator
        ).execute()
        for name in demo.units:
            SaveUnit(municipality, name, user=operator).execute()
        SetUpMunicipality(municipality, user=operator).execute()
        municipality.refresh_from_db()
    return municipality
