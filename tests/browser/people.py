"""Who takes the course in the browser tests: people of a municipality that has not made it its own, and one of another.

Each is the learner of few tests, for what she has done in the course stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.embedded_site import EmbeddedSite

METTE = "mette.leder@odense.example"
SOFIE = "sofie.chef@odense.example"
INGER = "inger.direktor@odense.example"
ANDERS = "anders.redaktor@odense.example"
KARL = "karl.redaktor@odense.example"
LINE = "line.chef@odense.example"
GRETHE = "grethe.leder@odense.example"
#: In a municipality whose demo people are on its course already.
NANNA = "nanna.leder@glostrup.example"
ODENSE, GLOSTRUP = "461", "161"
NAMES = {
    METTE: "Mette Leder",
    SOFIE: "Sofie Chef",
    INGER: "Inger Direktør",
    ANDERS: "Anders Redaktør",
    KARL: "Karl Redaktør",
    LINE: "Line Chef",
    GRETHE: "Grethe Leder",
    NANNA: "Nanna Leder",
}

_LET_IN = """
from django.contrib.auth import get_user_model
from elearning.municipalities.actions.members import AddMember, Place
from elearning.municipalities.models import Municipality
operator = get_user_model().objects.get(email="drift@hyldefri.example")
for address, (code, name) in {people!r}.items():
    municipality = Municipality.objects.get(code=code)
    AddMember(municipality, address, Place(level="manager"), name=name, user=operator).execute()
"""


def let_in(site: EmbeddedSite) -> None:
    """Make their accounts, as the operator would."""
    people = {address: (GLOSTRUP if address == NANNA else ODENSE, name) for address, name in NAMES.items()}
    site.run_script(_LET_IN.format(people=people))


@dataclass(frozen=True)
class Town:
    """A municipality that a test has to itself. ``people`` are (address before the @, name, role)."""

    code: str
    domain: str
    people: tuple[tuple[str, str, str], ...]

    def address(self, before: str) -> str:
        return f"{before}@{self.domain}"


_SET_UP = """
from django.contrib.auth import get_user_model
from courses.actions.set_up_municipality import SetUpMunicipality
from elearning.municipalities.actions.change_municipality import ChangeMunicipality
from elearning.municipalities.actions.members import AddMember, Place
from elearning.municipalities.models import Municipality
operator = get_user_model().objects.get(email="drift@hyldefri.example")
town = Municipality.objects.get(code={town.code!r})
town = ChangeMunicipality(town, {{"email_domains": [{town.domain!r}]}}, user=operator).execute()
SetUpMunicipality(town, user=operator).execute()
town.refresh_from_db()
for before, name, role in {town.people!r}:
    AddMember(town, f"{{before}}@{town.domain}", Place(role=role, level="manager"), name=name, user=operator).execute()
"""


def set_up(site: EmbeddedSite, town: Town) -> None:
    """Give a municipality its part of the site and its people, as the operator would."""
    site.run_script(_SET_UP.format(town=town))
