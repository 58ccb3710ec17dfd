"""The people of the demo. They have no passwords: they sign in by code, through the local mailbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from elearning.municipalities.actions.members import AddMember, Place
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit


@dataclass(frozen=True)
class DemoPerson:
    """``municipality`` is an official code, "" for somebody who belongs to none; ``unit`` is named as it is called."""

    email: str
    first_name: str
    last_name: str
    description: str
    municipality: str = ""
    role: str = Membership.Role.LEARNER
    level: str = ""
    unit: str = ""
    digitalisation: bool = False


OPERATOR = DemoPerson("drift@hyldefri.example", "Dina", "Drift", "driftsansvarlig (må alt)")
DESIGNER = DemoPerson("designer@hyldefri.example", "Dorthe", "Udvikler", "kursusudvikler")
PEOPLE = [
    DemoPerson("rikke.redaktor@glostrup.example", "Rikke", "Redaktør", "redaktør", "161", "editor", "employee"),
    DemoPerson("gitte.godkender@glostrup.example", "Gitte", "Godkender", "godkender", "161", "approver", "top"),
    DemoPerson("finn.holdleder@glostrup.example", "Finn", "Holdleder", "facilitator", "161", "facilitator"),
    DemoPerson(
        "mette.leder@glostrup.example",
        "Mette",
        "Leder",
        "deltager, leder i Ydelse",
        "161",
        "learner",
        "manager",
        "Ydelse",
    ),
    DemoPerson(
        "jens.chef@glostrup.example",
        "Jens",
        "Chef",
        "deltager, chef i Borgerservice",
        "161",
        "learner",
        "head",
        "Borgerservice",
        digitalisation=True,
    ),
    DemoPerson("anders.redaktor@aarhus.example", "Anders", "Redaktør", "redaktør", "751", "editor", "employee"),
    DemoPerson("gerda.godkender@aarhus.example", "Gerda", "Godkender", "godkender", "751", "approver", "top"),
    DemoPerson("freja.holdleder@aarhus.example", "Freja", "Holdleder", "facilitator", "751", "facilitator"),
    DemoPerson(
        "sofie.chef@aarhus.example",
        "Sofie",
        "Chef",
        "deltager, chef i Sundhed og Omsorg",
        "751",
        "learner",
        "head",
        "Sundhed og Omsorg",
    ),
    DemoPerson(
        "bo.leder@aarhus.example",
        "Bo",
        "Leder",
        "deltager, leder i Børn og Unge",
        "751",
        "learner",
        "manager",
        "Børn og Unge",
    ),
    DemoPerson(
        "tina.leder@aarhus.example",
        "Tina",
        "Leder",
        "deltager, leder i Teknik og Miljø",
        "751",
        "learner",
        "manager",
        "Teknik og Miljø",
        digitalisation=True,
    ),
    DemoPerson("karl.redaktor@laesoe.example", "Karl", "Redaktør", "redaktør", "825", "editor", "employee"),
    DemoPerson("grethe.godkender@laesoe.example", "Grethe", "Godkender", "godkender", "825", "approver", "head"),
    DemoPerson("frida.holdleder@laesoe.example", "Frida", "Holdleder", "facilitator", "825", "facilitator"),
    DemoPerson(
        "inger.direktor@laesoe.example",
        "Inger",
        "Direktør",
        "deltager, direktør på Rådhuset",
        "825",
        "learner",
        "top",
        "Rådhuset",
    ),
    DemoPerson(
        "bent.borgmester@laesoe.example", "Bent", "Borgmester", "deltager, politiker", "825", level="politician"
    ),
    DemoPerson(
        "olga.leder@odense.example", "Olga", "Leder", "deltager, tager det fælles kursus", "461", level="manager"
    ),
]
EVERYBODY = [OPERATOR, DESIGNER, *PEOPLE]


def here() -> list[DemoPerson]:
    """Those of the demo's people who are in this database."""
    emails = [person.email for person in EVERYBODY]
    known = set(get_user_model().objects.filter(email__in=emails).values_list("email", flat=True))
    return [person for person in EVERYBODY if person.email in known]


def by_municipality(people: Iterable[DemoPerson]) -> list[tuple[str, list[DemoPerson]]]:
    """The people under the names of their municipalities, in their order; those who belong to none first."""
    names = dict(Municipality.objects.values_list("code", "official_name"))
    groups: dict[str, list[DemoPerson]] = {}
    for person in people:
        groups.setdefault(names.get(person.municipality, _("The whole platform")), []).append(person)
    return list(groups.items())


def lines(groups: Iterable[tuple[str, list[DemoPerson]]]) -> list[str]:
    """As a terminal shows them: a heading, and one line a person below it."""
    groups = list(groups)
    width = max((len(person.email) for _name, people in groups for person in people), default=0)
    found = []
    for name, people in groups:
        found.append(f"  {name}")
        found += [f"    {person.email:<{width}}  {person.description}" for person in people]
    return found


def make_person(person: DemoPerson, *, operator: Any = None) -> Any:
    """The user with this address: the one that is there, or a new one, let into her municipality by the operator."""
    users = get_user_model().objects
    user = users.filter(email__iexact=person.email).first()
    if user is not None:
        return user
    make = users.create_superuser if person == OPERATOR else users.create_user
    user = make(email=person.email, password=None, first_name=person.first_name, last_name=person.last_name)
    if person.municipality:
        municipality = Municipality.objects.get(code=person.municipality)
        unit = OrganisationUnit.objects.for_municipality(municipality).filter(name=person.unit).first()
        place = Place(person.role, person.level, unit, person.digitalisation)
        AddMember(municipality, person.email, place, user=operator).execute()
    return user
