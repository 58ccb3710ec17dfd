"""Builders for what tests need in the database."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.dk")
    first_name = "Kirsten"
    last_name = factory.Sequence(lambda n: f"Holm {n}")

    @factory.post_generation
    def password(self: Any, create: bool, password: str | None, **_kwargs: Any) -> None:
        if password:
            self.set_password(password)
        else:
            self.set_unusable_password()
        if create:
            self.save()


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{n + 1000:04}")
    name = factory.Sequence(lambda n: f"Lillerød {n}")
    official_name = factory.LazyAttribute(lambda it: f"{it.name} Kommune")
    genitive = factory.LazyAttribute(lambda it: f"{it.official_name}s")
    region = "Hovedstaden"


class OrganisationUnitFactory(DjangoModelFactory[OrganisationUnit]):
    class Meta:
        model = OrganisationUnit

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Forvaltning {n}")
    parent = None

    @classmethod
    def _create(cls, model_class: type[OrganisationUnit], *args: Any, **kwargs: Any) -> OrganisationUnit:
        unit = model_class(*args, **kwargs)
        unit.save()
        return unit


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    municipality = factory.SubFactory(MunicipalityFactory)

    @classmethod
    def _create(cls, model_class: type[Membership], *args: Any, **kwargs: Any) -> Membership:
        membership = model_class(*args, **kwargs)
        membership.save()
        return membership
