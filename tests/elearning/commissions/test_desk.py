"""The designer's desk."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.actions.set_up_groups import DESIGNERS
from elearning.commissions.actions.moves import ClarifyCommission
from elearning.commissions.desk.selectors import all_commissions, cards
from elearning.commissions.models import Commission
from elearning.commissions.stages import BY_NAME
from elearning.municipalities.models import Municipality
from tests.elearning.commissions import people

pytestmark = pytest.mark.django_db


def at(name: str, order: Commission, *more: Any) -> str:
    return reverse(f"hyldefri_commissions:{name}", args=[order.pk, *more])


@pytest.fixture
def desk(client: Client, designer: Any) -> Client:
    client.force_login(designer)
    return client


def make_late(order: Commission, days: int = 14) -> None:
    every = Commission.objects.unscoped(reason="a test")
    every.filter(pk=order.pk).update(due_on=timezone.localdate() - timedelta(days=days))


def test_the_board_shows_what_waits_and_what_is_late(desk: Client, order: Commission) -> None:
    make_late(order)
    page = desk.get(reverse("hyldefri_commissions:board")).content.decode()

    assert page.count(f"{order.number} {order.title}") == 3  # waits for me, late, and in its stage
    assert "arbejdsdage for sent" in page


def test_what_a_colleague_handles_does_not_wait_for_me(order: Commission, designer: Any) -> None:
    from tests.factories import UserFactory

    colleague = UserFactory()
    colleague.user_permissions.set(designer.user_permissions.all())
    ClarifyCommission(order, user=colleague).execute()

    assert [card.waits for card in cards(all_commissions(), designer)] == [False]
    assert [card.waits for card in cards(all_commissions(), colleague)] == [True]


def test_drafts_are_on_no_board(desk: Client, home: Municipality, editor: Any) -> None:
    draft = people.draft(home, editor)

    assert draft.title not in desk.get(reverse("hyldefri_commissions:board")).content.decode()
    assert desk.get(at("commission", draft)).status_code == 404


def test_the_board_asks_the_same_number_of_questions_for_many_orders(
    desk: Client, home: Municipality, editor: Any, order: Commission
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("hyldefri_commissions:board"))
        return len(queries)

    asked()
    few = asked()
    for _ in range(8):
        people.sent(home, editor)

    assert asked() == few


@pytest.mark.parametrize("role", ["editor", "approver", "learner", "stranger"])
def test_the_desk_is_its_own(
    role: str, client: Client, order: Commission, editor: Any, approver: Any, learner: Any, stranger: Any
) -> None:
    client.force_login({"editor": editor, "approver": approver, "learner": learner, "stranger": stranger}[role])

    for name in ("board", "list"):
        assert client.get(reverse(f"hyldefri_commissions:{name}")).status_code in (302, 403)
    for name, *more in (("commission",), ("move", "clarify"), ("terms",), ("facts",), ("mails",)):
        assert client.get(at(name, order, *more)).status_code in (302, 403)
        assert client.post(at(name, order, *more), {"do": "take"}).status_code in (302, 403, 405)
    assert people.again(order).stage == "requested"


def test_a_step_is_asked_about_with_the_mail_it_sends_and_then_taken(
    desk: Client, order: Commission, designer: Any
) -> None:
    asked = desk.get(at("move", order, "clarify")).content.decode()
    assert "rikke@lilleroed.example" in asked
    assert people.again(order).stage == "requested"

    desk.post(at("move", order, "clarify"), {"note": "Vi ringer på torsdag."})

    clarified = people.again(order)
    assert (clarified.stage, clarified.handled_by) == ("clarifying", designer)
    assert "Vi ringer på torsdag." in desk.get(at("commission", order)).content.decode()


def test_what_is_missing_for_a_step_is_said_and_nothing_happens(desk: Client, order: Commission) -> None:
    response = desk.post(at("move", order, "decline"), {"note": "  "})

    assert response.status_code == 422
    assert "Skriv hvorfor" in response.content.decode()
    assert people.again(order).stage == "requested"


@pytest.mark.parametrize("name", ["submit", "approve", "findes-ikke"])
def test_steps_that_are_not_the_desks_are_refused(desk: Client, order: Commission, name: str) -> None:
    assert desk.get(at("move", order, name)).status_code in (302, 403, 404)
    assert desk.post(at("move", order, name)).status_code in (302, 403, 404)
    assert people.again(order).stage == "requested"


def test_the_designer_corrects_the_order(desk: Client, order: Commission, home: Municipality) -> None:
    form = {"title": "AI for ledere", "municipality": home.pk, "people": "55", "format": "gatherings"}
    desk.post(at("terms", order), form)

    changed = people.again(order)
    assert (changed.title, changed.people, changed.format) == ("AI for ledere", 55, "gatherings")


def test_an_order_is_handed_over_to_somebody_at_the_desk_only(
    desk: Client, order: Commission, editor: Any, designer: Any
) -> None:
    desk.post(at("commission", order), {"do": "take", "handler": str(editor.pk)})

    assert people.again(order).handled_by == designer


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_exported_without_formulas(desk: Client, home: Municipality, editor: Any, kind: str) -> None:
    people.sent(home, editor, title="=HYPERLINK(1)")
    response = desk.get(reverse("hyldefri_commissions:list"), {"export": kind})
    body = b"".join(response.streaming_content) if response.streaming else response.content

    assert response.status_code == 200
    assert b"\n=HYPERLINK" not in body
    assert b",=HYPERLINK" not in body


def test_the_list_is_narrowed_to_what_is_late(desk: Client, home: Municipality, editor: Any, order: Commission) -> None:
    in_time = people.sent(home, editor, title="I tide")
    make_late(order)
    page = desk.get(reverse("hyldefri_commissions:list"), {"late": "true"}).content.decode()

    assert order.number in page
    assert in_time.number not in page


def test_every_mail_can_be_read_beforehand(desk: Client, order: Commission) -> None:
    from elearning.commissions.mails.kinds import KINDS

    page = desk.get(at("mails", order)).content.decode()

    assert all(str(kind.label) in page for kind in KINDS.values())
    for subject in (
        "Du tager »",
        "slutter den",
        "Ny samling: Første",
        "Flyttet: Første",
        "Aflyst: Første",
        "Hvad gav »",
        "hvad bruger du?",
    ):
        assert subject in page
    assert page.count("Kære Mette Lund") == 9


def test_what_waits_stands_on_the_admins_front_page(desk: Client, order: Commission) -> None:
    assert order.number in desk.get(reverse("wagtailadmin_home")).content.decode()


def test_the_audit_log_can_be_read(desk: Client, order: Commission) -> None:
    assert order.number in desk.get(reverse("wagtailadmin_reports:site_history")).content.decode()


def test_the_evaluation_is_reached_from_an_order_that_runs(desk: Client, order: Commission) -> None:
    address = reverse("commissions:report", args=[order.pk])
    assert address not in desk.get(at("commission", order)).content.decode()

    for name in ("clarify", "offer", "approve", "run"):
        order._move(BY_NAME[name])
    assert address in desk.get(at("commission", order)).content.decode()


def test_an_upgrade_lets_the_designers_that_are_there_handle_orders() -> None:
    designers, _made = Group.objects.get_or_create(name=DESIGNERS)
    Permission.objects.filter(codename="handle_commission").delete()  # not made yet while an upgrade runs
    migration = import_module("elearning.commissions.migrations.0006_designers_handle_orders")

    migration.give_rights(apps, SimpleNamespace(connection=connection))

    assert designers.permissions.filter(codename="handle_commission").count() == 1
