"""What the scopes are called to people who do not read specifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tracking.xapi.resources.call import Scope

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SCOPES: Mapping[Scope, _StrPromise] = {
    Scope.WRITE: _("Store statements"),
    Scope.READ_MINE: _("Read the statements that it has stored itself"),
    Scope.READ: _("Read statements: who has completed what, and what other systems have stored"),
    Scope.STATE: _("Keep and read where somebody is in an activity"),
    Scope.DEFINE: _("Say what activities are called"),
    Scope.PROFILE: _("Keep and read its own notes on activities and people"),
    Scope.ALL_READ: _("Read everything that may be shown to other systems"),
    Scope.ALL: _("Everything above"),
}
