"""What the terminal says when the first page answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from elearning.site.demo_people import DemoPerson


def demo_users() -> list[DemoPerson]:
    """The demo's people that are in this database; none where the demo was not loaded."""
    from elearning.site.demo_people import here

    return here()


def banner(*, address: str, logs: Path, users: list[DemoPerson]) -> str:
    lines = ["", _("Hyldefri is ready: %(address)s") % {"address": address}]
    if users:
        from elearning.site import demo_people

        lines += ["", _("Demo users:"), *demo_people.lines(demo_people.by_municipality(users))]
        lines += [_("They sign in with a code; it lies here: %(address)s") % {"address": f"{address}postkasse/"}]
    lines += [
        "",
        _("Logs are in %(folder)s") % {"folder": logs},
        _("Stop with Ctrl-C."),
    ]
    return "\n".join(lines)
