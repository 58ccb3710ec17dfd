"""A municipality's provider names people in another way than before."""

from __future__ import annotations

from elearning.accounts.models import IdentityProvider, ProviderIdentity


class ForgetSubjects:
    """The links stay, with the roles that came by them; each is renewed when the person signs in with her address."""

    def __init__(self, provider: IdentityProvider) -> None:
        self.provider = provider

    def execute(self) -> int:
        """How many must be recognised anew."""
        links = ProviderIdentity.objects.for_municipality(self.provider.municipality)
        return links.filter(provider=self.provider).update(issuer="")
