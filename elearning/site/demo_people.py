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


#: Municipalities the demo needs, for a database in which nobody has seeded all 98: code -> name.
MUNICIPALITIES = {"161": "Glostrup", "751": "Aarhus", "825": "Læsø"}

DESIGNER = DemoPerson("designer@hyldefri.example", "Dorthe", "Udvikler", "kursusudvikler")
PEOPLE = [
    DemoPerson("rikke.redaktor@glostrup.example", "Rikke", "Redaktør", "redaktør, Glostrup", "161", "editor"),
    DemoPerson("mette.leder@glostrup.example", "Mette", "Leder", "deltager, Glostrup", "161", level="manager"),
    DemoPerson("anders.redaktor@aarhus.example", "Anders", "Redaktør", "redaktør, Aarhus", "751", "editor"),
    DemoPerson("sofie.chef@aarhus.example", "Sofie", "Chef", "deltager, Aarhus", "751", level="head"),
    DemoPerson("karl.redaktor@laesoe.example", "Karl", "Redaktør", "redaktør, Læsø", "825", "editor"),
    DemoPerson("inger.direktor@laesoe.example", "Inger", "Direktør", "deltager, Læsø", "825", level="top"),
]


def make_person(person: DemoPerson) -> Any:
    """The user with this address: the one that is there, or a new one with her membership."""
    users = get_user_model().objects
    user = users.filter(email__iexact=person.email).first()
    if user is None:
        user = users.create_user(
            email=person.email, password=None, first_name=person.first_name, last_name=person.last_name
        )
        if person.municipality:
            Membership.objects.create(
                user=user, municipality=_municipality(person.municipality), role=person.role, level=person.level
            )
    return user


def _municipality(code: str) -> Municipality:
    name = MUNICIPALITIES[code]
    municipality, _made = Municipality.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "official_name": f"{name} Kommune",
            "genitive": f"{name} Kommunes",
        },
    )
    return municipality
