"""What is in the way, to people who do not read specifications: what it is and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tracking.xapi.forwarding.answers import Trouble

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TROUBLES: Mapping[Trouble, _StrPromise] = {
    Trouble.NOT_ALLOWED: _("The address is not one that we may ask. It must begin with https://."),
    Trouble.UNREACHABLE: _(
        "The record store does not answer. Check the address, and that the store lets this site in."
    ),
    Trouble.SLOW: _("The record store took too long to answer."),
    Trouble.SIGN_IN: _("The record store does not know the user name and password. Write them again."),
    Trouble.FORBIDDEN: _("The record store lets us in, but not to store statements. Ask for an access that may."),
    Trouble.NOT_THERE: _("There is no record store at the address. Check it: it often ends in /xapi/ or /statements."),
    Trouble.REDIRECTED: _("The address leads on to another. Write the address that the record store itself has."),
    Trouble.TOO_MANY: _("The record store asks us to wait."),
    Trouble.BROKEN: _("Something is wrong in the record store itself. It is tried again."),
    Trouble.NO_STORE: _("What answers is no record store, perhaps a page to sign in on. Check the address."),
    Trouble.REFUSES_ALL: _("The record store refuses everything it is sent. Check the version with those who run it."),
    Trouble.SECRET: _("The password cannot be read since the site's key was changed. Write it again."),
}


def said_of(code: str) -> str:
    """Of a trouble that is stored; empty of none."""
    return str(TROUBLES[Trouble(code)]) if code in list(Trouble) else ""
