"""Who did it: a learner by an account that says nothing of her, one per municipality."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from tracking.models import Enrolment
from tracking.xapi import iris

_SALT = "hyldefri.xapi.account"


def account_name(user_id: int, municipality_id: int) -> str:
    """The same for all a person's statements in one municipality, and not to be traced to her without the key.

    Erasing the user erases what ties the name to a person. The key is the setting ``HYLDEFRI_ACCOUNT_KEY``, or
    ``SECRET_KEY``; who rotates the latter sets the former to its old value, or learners become new people.
    """
    key: str = getattr(settings, "HYLDEFRI_ACCOUNT_KEY", "") or settings.SECRET_KEY
    digest = salted_hmac(_SALT, f"{municipality_id}:{user_id}", secret=key, algorithm="sha256")
    return digest.hexdigest()[:32]


def learner(enrolment: Enrolment) -> dict[str, Any]:
    """The enrolment's learner as an xAPI agent (xAPI 2.0, 4.2.2)."""
    return account_of(enrolment.user_id, enrolment.municipality_id, enrolment.municipality.code)


def account_of(user_id: int, municipality_id: int, code: str) -> dict[str, Any]:
    """A person as an xAPI agent in a municipality, whether or not she takes a course there."""
    return {
        "objectType": "Agent",
        "account": {"homePage": iris.home_page(code), "name": account_name(user_id, municipality_id)},
    }


def authority() -> dict[str, Any]:
    """Who vouches for our own statements: the site."""
    return {"objectType": "Agent", "account": {"homePage": iris.base(), "name": "hyldefri"}}
