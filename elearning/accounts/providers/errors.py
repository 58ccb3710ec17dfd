"""Why somebody did not get in through her municipality's sign-in, as she reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Problem:
    """``status`` is the page's; ``offers_code`` leads her to sign in with a code instead."""

    code: str
    status: int
    title: _StrOrPromise
    text: _StrOrPromise
    offers_code: bool = False


CANCELLED = Problem(
    "cancelled", 403, _("You stopped the sign-in"), _("Nothing has happened. You can start again when you like.")
)
STALE = Problem(
    "stale",
    400,
    _("The sign-in took too long"),
    _("It was begun in another browser, or more than ten minutes ago. Start again."),
)
UNREACHABLE = Problem(
    "unreachable",
    503,
    _("Your municipality's sign-in does not answer"),
    _("It is not your fault. Try again in a few minutes."),
)
UNTRUSTED = Problem(
    "untrusted",
    502,
    _("We could not trust the answer from your municipality's sign-in"),
    _("You have not been signed in. Try again, and tell your municipality's IT department if it goes on."),
)
MISCONFIGURED = Problem(
    "misconfigured",
    503,
    _("Your municipality's sign-in is not set up right"),
    _("You have not been signed in. Tell the people who run the site."),
)
NO_GROUPS = Problem(
    "no_groups",
    502,
    _("Your municipality's sign-in did not say which groups you are in"),
    _("You are in too many for it to tell. Ask your municipality's IT department to send only this site's groups."),
)
STRANGER = Problem(
    "stranger",
    403,
    _("Your address is not one of the municipality's"),
    _("The municipality's sign-in lets in people with an e-mail address in the municipality's own domains."),
    offers_code=True,
)
NOT_ADMITTED = Problem(
    "not_admitted",
    403,
    _("You do not have access yet"),
    _("Your municipality has chosen who may use this site. Ask the person who runs the course there."),
)
OUTSIDE = Problem(
    "outside",
    403,
    _("Sign in with a code instead"),
    _("Your account is more than this municipality's, so its sign-in cannot open it."),
    offers_code=True,
)
TAKEN = Problem(
    "taken",
    409,
    _("Your address belongs to another account"),
    _("Somebody else has used it here before you. Ask the people who run the site to delete the old account."),
)
INACTIVE = Problem("inactive", 403, _("Your account is closed"), _("Ask the people who run the site."))


class ProviderProblem(Exception):
    """Nobody has been signed in. ``detail`` is for the log, and holds nothing about a person."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem.code}: {detail}" if detail else problem.code)
        self.problem = problem
