"""Relaying a municipality's completions to its own record store: set up, switched, tried again, sent again, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.municipalities.models import Municipality
from elearning.municipalities.outside.http import is_allowed_address
from tracking.actions.credentials import check_may_let_in
from tracking.models import Relay
from tracking.xapi.forwarding.sending import SAFE

_LONGEST_ADDRESS, _LONGEST_NAME, _LONGEST_SECRET = 500, 255, 1000


class RelayError(Exception):
    """Nothing has been changed; ``str(error)`` says why, ``field`` about what, if about one thing."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class RelaySettings:
    """What is typed. An empty secret keeps the one that is stored; ``since`` counts where nothing has been sent."""

    endpoint: str
    user_name: str
    secret: str
    version: str
    since: date | None = None


class SetUpRelay:
    """Say where a municipality's completions go, or go from now on. A new relay is off until it is switched on.

    Raises ``PermissionDenied`` and :class:`RelayError`, as the others do.
    """

    def __init__(self, municipality: Municipality, given: RelaySettings, *, user: Any) -> None:
        self.municipality = municipality
        self.given = given
        self.user = user

    def execute(self) -> Relay:
        check_may_let_in(self.user)
        try:
            return self._set_up()
        except IntegrityError as error:
            raise RelayError(_("Somebody else has just set it up. Look at what it says now.")) from error

    @transaction.atomic
    def _set_up(self) -> Relay:
        relay = relay_of(self.municipality, hold=True) or Relay(municipality=self.municipality)
        is_new = relay.pk is None
        endpoint = checked_endpoint(self.given.endpoint)
        self._check(relay, endpoint)
        moved = relay.endpoint != endpoint
        relay.endpoint, relay.user_name, relay.version = endpoint, self.given.user_name, self.given.version
        if self.given.secret:
            relay.encrypted_secret = SAFE.encrypt(self.given.secret)
        else:
            relay.encrypted_secret = SAFE.renewed(relay.encrypted_secret)
        if is_new and self.given.since is not None:
            relay.cursor_stored, relay.cursor_pk = beginning_of(self.given.since), 0
        _begin_anew(relay)
        _log("create" if is_new else "change", relay, self.user, **({"moved": True} if moved and not is_new else {}))
        return relay

    def _check(self, relay: Relay, endpoint: str) -> None:
        name, secret = self.given.user_name, self.given.secret
        if not name or len(name) > _LONGEST_NAME or ":" in name or not name.isprintable():
            raise RelayError(_("Write the user name: at most 255 characters, and no colon."), "user_name")
        if len(secret) > _LONGEST_SECRET or not secret.isprintable():
            raise RelayError(_("The password can have at most 1000 characters on one line."), "secret")
        if not secret and not relay.encrypted_secret:
            raise RelayError(_("Write the password."), "secret")
        if not secret and relay.endpoint != endpoint:
            # What one store was trusted with is not shown to another.
            raise RelayError(_("With another address the password must be written again."), "secret")
        if self.given.version not in Relay.Version.values:
            raise RelayError(_("Choose a version."), "version")
        if self.given.since is not None:
            _check_day(self.given.since, "since")


class SwitchRelay:
    """On or off. Off it sends nothing and keeps its place."""

    def __init__(self, relay: Relay, *, enabled: bool, user: Any) -> None:
        self.relay = relay
        self.enabled = enabled
        self.user = user

    @transaction.atomic
    def execute(self) -> Relay:
        relay = _held(self.relay, self.user)
        if relay.enabled != self.enabled:
            relay.enabled = self.enabled
            _begin_anew(relay)
            _log("switch_on" if self.enabled else "switch_off", relay, self.user)
        return relay


class TryRelayNow:
    """Wait no longer; with ``refused``, what was refused is sent once more too."""

    def __init__(self, relay: Relay, *, user: Any, refused: bool = False) -> None:
        self.relay = relay
        self.user = user
        self.refused = refused

    @transaction.atomic
    def execute(self) -> Relay:
        relay = _held(self.relay, self.user)
        if not relay.enabled:
            raise RelayError(_("The forwarding is switched off. Switch it on first."))
        relay.retries_refused = relay.retries_refused or self.refused
        _begin_anew(relay)
        _log("retry", relay, self.user, refused=self.refused)
        return relay


class ReplayRelay:
    """Send from a day on: once more what was sent since, or past what lies before."""

    def __init__(self, relay: Relay, day: date, *, user: Any) -> None:
        self.relay = relay
        self.day = day
        self.user = user

    @transaction.atomic
    def execute(self) -> Relay:
        relay = _held(self.relay, self.user)
        _check_day(self.day, "day")
        relay.cursor_stored, relay.cursor_pk = beginning_of(self.day), 0
        _begin_anew(relay)
        _log("replay", relay, self.user, day=self.day.isoformat())
        return relay


class DeleteRelay:
    """With its secret and what it has noted of refusals. What has been sent stays where it is."""

    def __init__(self, relay: Relay, *, user: Any) -> None:
        self.relay = relay
        self.user = user

    @transaction.atomic
    def execute(self) -> None:
        relay = _held(self.relay, self.user)
        _log("delete", relay, self.user)
        relay.delete()


def relay_of(municipality: Municipality | int, *, hold: bool = False) -> Relay | None:
    found = Relay.objects.for_municipality(municipality)
    return (found.select_for_update() if hold else found).first()


def checked_endpoint(text: str) -> str:
    """The address before ``statements``, with its slash. Raises :class:`RelayError`."""
    address = text.strip()
    if not address.isprintable() or " " in address or not is_allowed_address(address):
        raise RelayError(_("Write an address that begins with https://, without user name and password."), "endpoint")
    parts = urlsplit(address)
    if parts.query or parts.fragment or "?" in address or "#" in address:
        raise RelayError(_("The address can have nothing after a ? or #."), "endpoint")
    address = address.rstrip("/").removesuffix("/statements").rstrip("/") + "/"
    if len(address) > _LONGEST_ADDRESS:
        raise RelayError(_("The address can have at most 500 characters."), "endpoint")
    return address


def beginning_of(day: date) -> datetime:
    """Midnight here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _check_day(day: date, field: str) -> None:
    if not date(2000, 1, 1) <= day <= timezone.localdate():
        raise RelayError(_("Choose a day that is not in the future."), field)


def _held(relay: Relay, user: Any) -> Relay:
    """The row as it is now, ours until the transaction ends."""
    check_may_let_in(user)
    found = relay_of(relay.municipality_id, hold=True)
    if found is None or found.pk != relay.pk:
        raise RelayError(_("The forwarding has been deleted meanwhile."))
    return found


def _begin_anew(relay: Relay) -> None:
    """Whoever is at it has lost it; nothing is waited for. A worker is asked; beat asks if nobody takes it."""
    from tracking.xapi.forwarding.tasks import forward_relay

    relay.claim, relay.claimed_until = "", None
    relay.failures, relay.next_try_at = 0, None
    relay.save()
    if relay.enabled:
        transaction.on_commit(lambda: _ask_for_a_turn(forward_relay, relay.pk), robust=True)


def _ask_for_a_turn(task: Any, pk: int) -> None:
    if try_apply_async := getattr(task, "try_apply_async", None):
        try_apply_async((pk,))


def _log(verb: str, relay: Relay, user: Any, **data: Any) -> None:
    log(
        instance=relay.municipality,
        action=f"tracking.relay.{verb}",
        user=user,
        data={"relay": relay.pk, "endpoint": relay.endpoint, "version": relay.version, **data},
    )
