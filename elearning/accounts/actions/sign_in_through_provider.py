"""Who somebody from a municipality's sign-in is here, and what she may do."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from elearning.accounts.actions.give_provider_role import ROLES, GiveProviderRole
from elearning.accounts.models import IdentityProvider, ProviderIdentity, User
from elearning.accounts.providers.errors import INACTIVE, NOT_ADMITTED, OUTSIDE, STRANGER, TAKEN, ProviderProblem
from elearning.accounts.providers.person import Person, highest
from elearning.accounts.providers.selectors import stands_outside
from elearning.municipalities.addresses import municipality_for_address
from elearning.municipalities.models import Membership


class SignInThroughProvider:
    """Finds her account or makes it, and lets her role follow her groups.

    The issuer's subject is who she is; an address is believed only within the municipality's own domains, and
    only the first time. Raises ProviderProblem, with nothing stored but a role that was taken back.
    """

    def __init__(self, provider: IdentityProvider, person: Person) -> None:
        self.provider = provider
        self.municipality = provider.municipality
        self.person = person

    def execute(self) -> ProviderIdentity:
        role = self._role()
        try:
            with transaction.atomic():
                identity = self._known() or (self._new() if role else None)
                if identity:
                    GiveProviderRole(identity, role).execute()
                    identity.last_used_at = timezone.now()
                    identity.save(update_fields=["last_used_at"])
        except IntegrityError as error:
            # Somebody else was given the address, or the subject, in the same moment.
            raise ProviderProblem(TAKEN, "stored by another in the same moment") from error
        if identity is None or not role:
            raise ProviderProblem(NOT_ADMITTED)
        return identity

    def _role(self) -> str:
        """The highest that her groups give her; empty when she may not come in."""
        given = [role for role, names in self.provider.groups.items() if self.person.groups.intersection(names)]
        return highest([*given, *([Membership.Role.LEARNER] if self.provider.admits_everybody else [])], ROLES)

    def _known(self) -> ProviderIdentity | None:
        identity = (
            ProviderIdentity.objects.for_municipality(self.municipality)
            .filter(provider=self.provider, issuer=self.person.issuer, subject=self.person.subject)
            .select_related("user")
            .first()
        )
        if identity is None:
            return None
        identity.provider = self.provider
        self._require_own(identity.user)
        self._follow_address(identity.user)
        return identity

    def _new(self) -> ProviderIdentity:
        addresses = self._own_addresses()
        if not addresses:
            raise ProviderProblem(STRANGER)
        found = {user.email: user for user in User.objects.filter(email__in=addresses)}
        user = next((found[address] for address in addresses if address in found), None)
        if user is None:
            user = User.objects.create_user(
                addresses[0], first_name=self.person.first_name, last_name=self.person.last_name
            )
        self._require_own(user)
        identity = self._earlier(user) or ProviderIdentity(provider=self.provider, user=user)
        identity.issuer, identity.subject = self.person.issuer, self.person.subject
        identity.save()
        _prove(user)
        log(instance=self.municipality, action="accounts.provider_link", user=user)
        return identity

    def _earlier(self, user: User) -> ProviderIdentity | None:
        """Her link from before the provider or its claim was another: what her groups once gave is in it."""
        linked = ProviderIdentity.objects.for_user(user).filter(provider=self.provider)
        if any(it.issuer == self.person.issuer for it in linked):
            raise ProviderProblem(TAKEN, "the address's account is linked with another subject")
        earlier = linked.order_by("-pk").first()
        if earlier:
            earlier.user, earlier.provider = user, self.provider
        return earlier

    def _require_own(self, user: User) -> None:
        if not user.is_active:
            raise ProviderProblem(INACTIVE)
        if stands_outside(user, self.municipality):
            raise ProviderProblem(OUTSIDE)

    def _own_addresses(self) -> list[str]:
        return [it for it in self.person.addresses if _is_address(it) and self._is_ours(it)]

    def _is_ours(self, address: str) -> bool:
        return municipality_for_address(address) == self.municipality

    def _follow_address(self, user: User) -> None:
        """Her address at work is another now: mails go there, and nobody else gets the account with the old one."""
        addresses = self._own_addresses()
        if not addresses or user.email in addresses or User.objects.filter(email__in=addresses).exists():
            return
        EmailAddress.objects.filter(user=user).delete()
        user.email = addresses[0]
        user.save(update_fields=["email"])
        _prove(user)
        log(instance=self.municipality, action="accounts.provider_address", user=user)


def _prove(user: User) -> None:
    """The municipality vouches for addresses in its own domains; no code is needed."""
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
