"""Who takes the shared course in the browser tests: people of a municipality that has not made it its own.

Each is the learner of few tests, for what she has done in the course stays.
"""

from __future__ import annotations

import subprocess
import sys

from tests.embedded_site import EmbeddedSite
from tests.services import ROOT

METTE = "mette.leder@odense.example"
SOFIE = "sofie.chef@odense.example"
INGER = "inger.direktor@odense.example"
ANDERS = "anders.redaktor@odense.example"
KARL = "karl.redaktor@odense.example"
LINE = "line.chef@odense.example"
GRETHE = "grethe.leder@odense.example"
NAMES = {
    METTE: "Mette Leder",
    SOFIE: "Sofie Chef",
    INGER: "Inger Direktør",
    ANDERS: "Anders Redaktør",
    KARL: "Karl Redaktør",
    LINE: "Line Chef",
    GRETHE: "Grethe Leder",
}

_LET_IN = """
from django.contrib.auth import get_user_model
from elearning.municipalities.actions.members import AddMember, Place
from elearning.municipalities.models import Municipality
odense, operator = Municipality.objects.get(code="461"), get_user_model().objects.get(email="drift@hyldefri.example")
for address, name in {names!r}.items():
    AddMember(odense, address, Place(level="manager"), name=name, user=operator).execute()
"""


def let_in(site: EmbeddedSite) -> None:
    """Make their accounts, as the operator would."""
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", _LET_IN.format(names=NAMES)],
        cwd=ROOT,
        env=site.env,
        check=True,
        timeout=120,
    )
