"""What the terminal says when the first page answers."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _


def demo_users() -> str:
    """The demo's people that are in this database, a line each; empty where the demo was not loaded."""
    from elearning.site import demo_people

    return "\n".join(demo_people.lines(demo_people.by_municipality(demo_people.here())))


def banner(*, address: str, logs: Path, users: str) -> str:
    lines = ["", _("Hyldefri is ready: %(address)s") % {"address": address}]
    if users:
        lines += ["", _("Demo users:"), users]
        lines += [_("They sign in with a code; it lies here: %(address)s") % {"address": f"{address}postkasse/"}]
    lines += [
        "",
        _("Logs are in %(folder)s") % {"folder": logs},
        _("Stop with Ctrl-C."),
    ]
    return "\n".join(lines)
