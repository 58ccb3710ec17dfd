"""What follows from signing in; connected in ``apps.py``."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from elearning.municipalities.actions.join_municipality import JoinMunicipality


def join_when_address_is_confirmed(*, email_address: EmailAddress, **_kwargs: Any) -> None:
    """Only a proven address makes somebody a member: anybody may type one."""
    JoinMunicipality(email_address.user, email_address.email).execute()
