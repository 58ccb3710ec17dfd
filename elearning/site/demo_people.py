"""The people of the demo. They have no passwords: they sign in by code, through the local mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from elearning.municipalities.models import Membership, Municipality


@dataclass(frozen=True)
class DemoPerson:
    """``municipality`` is an official code, "" for somebody who belongs to none."""

    email: str
    first_name: str
    last_name: str
    description: str
    municipality: str = ""
    role: str = Membership.Role.LEARNER
    level: str = ""


#: The demo's municipalities, and the domain whose addresses may make accounts there: code -> domain.
DOMAINS = {"161": "glostrup.example", "751": "aarhus.example", "825": "laesoe.example"}

OPERATOR = DemoPerson("drift@hyldefri.example", "Dina", "Drift", "driftsansvarlig (må alt)")
DESIGNER = DemoPerson("designer@hyldefri.example", "Dorthe", "Udvikler", "kursusudvikler")
PEOPLE = [
    DemoPerson("rikke.redaktor@glostrup.example", "Rikke", "Redaktør", "redaktør, Glostrup", "161", "editor"),
    DemoPerson("gitte.godkender@glostrup.example", "Gitte", "Godkender", "godkender, Glostrup", "161", "approver"),
    DemoPerson("finn.holdleder@glostrup.example", "Finn", "Holdleder", "facilitator, Glostrup", "161", "facilitator"),
    DemoPerson("mette.leder@glostrup.example", "Mette", "Leder", "deltager, Glostrup", "161", level="manager"),
    DemoPerson("anders.redaktor@aarhus.example", "Anders", "Redaktør", "redaktør, Aarhus", "751", "editor"),
    DemoPerson("sofie.chef@aarhus.example", "Sofie", "Chef", "deltager, Aarhus", "751", level="head"),
    DemoPerson("karl.redaktor@laesoe.example", "Karl", "Redaktør", "redaktør, Læsø", "825", "editor"),
    DemoPerson("inger.direktor@laesoe.example", "Inger", "Direktør", "deltager, Læsø", "825", level="top"),
]
EVERYBODY = [OPERATOR, DESIGNER, *PEOPLE]


def here() -> list[DemoPerson]:
    """Those of the demo's people who are in this database."""
    emails = [person.email for person in EVERYBODY]
    known = set(get_user_model().objects.filter(email__in=emails).values_list("email", flat=True))
    return [person for person in EVERYBODY if person.email in known]


def make_person(person: DemoPerson, *, superuser: bool = False) -> Any:
    """The user with this address: the one that is there, or a new one with her membership."""
    users = get_user_model().objects
    user = users.filter(email__iexact=person.email).first()
    if user is not None:
        return user
    make = users.create_superuser if superuser else users.create_user
    user = make(email=person.email, password=None, first_name=person.first_name, last_name=person.last_name)
    if person.municipality:
        municipality = Municipality.objects.get(code=person.municipality)
        Membership.objects.create(user=user, municipality=municipality, role=person.role, level=person.level)
    return user


def open_to_sign_up() -> None:
    """Let people with a demo address make accounts; a domain somebody has chosen stays."""
    for municipality in Municipality.objects.filter(code__in=DOMAINS, email_domains=[]):
        municipality.email_domains = [DOMAINS[municipality.code]]
        municipality.save(update_fields=["email_domains"])
