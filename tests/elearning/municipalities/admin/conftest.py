"""Glostrup, its approver, and an operator."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from elearning.municipalities.models import Membership, Municipality
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

Role = Membership.Role


@pytest.fixture
def glostrup() -> Municipality:
    made: Municipality = MunicipalityFactory(code="161", name="Glostrup", official_name="Glostrup Kommune")
    return made


@pytest.fixture
def approver(glostrup: Municipality, client: Client) -> Any:
    user = MembershipFactory(municipality=glostrup, role=Role.APPROVER).user
    client.force_login(user)
    return user


@pytest.fixture
def operator(client: Client) -> Any:
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user
