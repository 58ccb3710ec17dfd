"""A municipality's people come, change and go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.municipalities.addresses import municipality_for_address
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.managing import grantable_roles
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit
from elearning.municipalities.roles import is_operator
from elearning.municipalities.signals import membership_changed, membership_created, membership_removed


@dataclass(frozen=True)
class Place:
    """What a membership says of a person."""

    role: str = Membership.Role.LEARNER
    level: str = ""
    unit: OrganisationUnit | None = None
    digitalisation: bool = False


class AddMember:
    """Let somebody in by her address; who has no account gets one, and signs in by a code.

    Raises ``PermissionDenied``, or ``MunicipalityError`` where the address is wrong, inside already, or another
    municipality's: whom one of those lets in is for the operator.
    """

    def __init__(self, municipality: Municipality, email: str, place: Place, *, name: str = "", user: Any) -> None:
        self.municipality = municipality
        self.email = email.strip().lower()
        self.place = place
        self.name = " ".join(name.split())
        self.user = user

    @transaction.atomic
    def execute(self) -> Membership:
        _require_role(self.user, self.municipality, self.place.role)
        self._check_address()
        Municipality.objects.select_for_update().get(pk=self.municipality.pk)
        person = get_user_model()._default_manager.filter(email__iexact=self.email).first() or self._account()
        if Membership.objects.for_municipality(self.municipality).filter(user=person.pk).exists():
            raise MunicipalityError(_("%(email)s is in the municipality already.") % {"email": self.email})
        membership = Membership(user=person, municipality=self.municipality)
        _put(membership, self.place)
        _log("add", membership, self.user, _facts(self.place))
        membership_created.send(sender=Membership, membership=membership)
        return membership

    def _check_address(self) -> None:
        try:
            validate_email(self.email)
        except ValidationError as error:
            raise MunicipalityError(_("%(email)s is not an e-mail address.") % {"email": self.email[:80]}) from error
        owner = municipality_for_address(self.email)
        if owner not in (None, self.municipality) and not is_operator(self.user):
            message = _("%(email)s belongs to %(owner)s. Ask the operator to let her in here too.")
            raise MunicipalityError(message % {"email": self.email, "owner": owner})

    def _account(self) -> Any:
        model: Any = get_user_model()
        first, _space, last = self.name.rpartition(" ")
        person = model(**{model.USERNAME_FIELD: self.email, model.EMAIL_FIELD: self.email})
        person.first_name, person.last_name = (first or last)[:150], (last if first else "")[:150]
        person.set_unusable_password()
        person.save()
        return person


class ChangeMembership:
    """Give somebody another role, level, unit or flag. Raises ``PermissionDenied`` and ``MunicipalityError``."""

    def __init__(self, membership: Membership, place: Place, *, user: Any) -> None:
        self.membership = membership
        self.place = place
        self.user = user

    @transaction.atomic
    def execute(self) -> Membership:
        membership = _locked(self.membership)
        before = _facts(_place_of(membership))
        _require_role(self.user, membership.municipality, membership.role)
        _require_role(self.user, membership.municipality, self.place.role)
        if membership.role != self.place.role and _is_own(membership, self.user):
            raise MunicipalityError(_("You cannot change your own role. Ask another approver or the operator."))
        after = _facts(self.place)
        if before == after:
            return membership
        _put(membership, self.place)
        changed = {name: [before[name], value] for name, value in after.items() if value != before[name]}
        _log("change", membership, self.user, changed)
        membership_changed.send(sender=Membership, membership=membership)
        return membership


class RemoveMembership:
    """Let somebody leave. Her account and what she has learnt stay. Raises as ``ChangeMembership``."""

    def __init__(self, membership: Membership, *, user: Any) -> None:
        self.membership = membership
        self.user = user

    @transaction.atomic
    def execute(self) -> None:
        membership = _locked(self.membership)
        _require_role(self.user, membership.municipality, membership.role)
        if _is_own(membership, self.user):
            raise MunicipalityError(_("You cannot remove yourself. Ask another approver or the operator."))
        _log("remove", membership, self.user, {"role": membership.role})
        membership.delete()
        membership_removed.send(sender=Membership, municipality=membership.municipality, user_id=membership.user_id)


def _require_role(user: Any, municipality: Municipality, role: str) -> None:
    if role not in grantable_roles(user, municipality):
        raise PermissionDenied


def _is_own(membership: Membership, user: Any) -> bool:
    return bool(membership.user_id == user.pk and not is_operator(user))


def _locked(membership: Membership) -> Membership:
    """The row as it is now, held until the transaction ends."""
    rows = Membership.objects.for_municipality(membership.municipality_id).select_for_update(of=("self",))
    found = rows.select_related("municipality").filter(pk=membership.pk).first()
    if found is None:
        raise MunicipalityError(_("The person has left the municipality in the meantime."))
    return found


def _put(membership: Membership, place: Place) -> None:
    for name, value in vars(place).items():
        setattr(membership, name, value)
    try:
        membership.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise MunicipalityError(" ".join(error.messages)) from error
    membership.save()


def _place_of(membership: Membership) -> Place:
    return Place(membership.role, membership.level, membership.unit, membership.digitalisation)


def _facts(place: Place) -> dict[str, Any]:
    facts = {name: getattr(place, name) for name in ("role", "level", "digitalisation")}
    return {**facts, "unit": place.unit.pk if place.unit else None}


def _log(verb: str, membership: Membership, user: Any, data: dict[str, Any]) -> None:
    """By the account's number, never its name: the entry outlives the account."""
    log(
        instance=membership.municipality,
        action=f"municipalities.member.{verb}",
        user=user,
        data={"member": membership.user_id, **data},
    )
