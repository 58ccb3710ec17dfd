"""A municipality with its people, the desk, and an order."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from elearning.commissions.models import Commission
from elearning.municipalities.models import Municipality
from tests.elearning.commissions import people
from tests.factories import MunicipalityFactory, UserFactory
from tests.worlds import world


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What would be handed to a worker: the keys of e-mails."""
    from elearning.commissions import tasks

    handed: list[int] = []
    monkeypatch.setattr(tasks.send_mail, "apply_async", lambda args, **_options: handed.append(args[0]))
    return handed


@world
def home() -> Municipality:
    """The municipality that orders."""
    municipality: Municipality = MunicipalityFactory(
        name="Lillerød",
        official_name="Lillerød Kommune",
        genitive="Lillerød Kommunes",
        email_domains=["lilleroed.example"],
    )
    return municipality


@world
def designer() -> Any:
    user = UserFactory(email="dorthe@udbyder.example", first_name="Dorthe", last_name="Udvikler")
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["handle_commission", "access_admin"]),
    )
    return user


@world
def editor(home: Municipality) -> Any:
    return people.member(home, "editor", email="rikke@lilleroed.example", first_name="Rikke")


@world
def approver(home: Municipality) -> Any:
    return people.member(home, "approver", email="gitte@lilleroed.example", first_name="Gitte")


@world
def learner(home: Municipality) -> Any:
    return people.member(home, "learner", email="mette@lilleroed.example", first_name="Mette")


@world
def stranger() -> Any:
    """An editor of another municipality."""
    return people.member(MunicipalityFactory(name="Storerød"), "editor", email="sten@storeroed.example")


@world
def order(home: Municipality, editor: Any) -> Commission:
    """Sent by the municipality's editor."""
    return people.sent(home, editor)
