"""What the terminal says when the first page answers."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.utils.translation import gettext as _

#: The function that lists the demo's users, if the demo is there: ``() -> Iterable[DemoUser-like]``.
DEMO_USERS = "courses.demo.users:demo_users"


@dataclass(frozen=True)
class DemoUser:
    """Who to sign in as, and why. ``password`` is empty where a code is sent instead."""

    email: str
    role: str
    password: str = ""


def demo_users() -> list[DemoUser]:
    """Asked of whatever part knows; none while no part does."""
    module_name, function_name = DEMO_USERS.split(":")
    try:
        module = import_module(module_name)
    except ModuleNotFoundError:
        return []
    return [DemoUser(user.email, user.role, user.password) for user in getattr(module, function_name)()]


def banner(*, address: str, logs: Path, users: list[DemoUser]) -> str:
    lines = ["", _("Hyldefri is ready: %(address)s") % {"address": address}]
    if users:
        width = max(len(user.email) for user in users)
        lines += ["", _("Demo users:")]
        lines += [f"  {user.email:<{width}}  {user.password:<12}  {user.role}".rstrip() for user in users]
    lines += [
        "",
        _("Logs are in %(folder)s") % {"folder": logs},
        _("Stop with Ctrl-C."),
    ]
    return "\n".join(lines)
