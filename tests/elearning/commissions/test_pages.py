"""A municipality follows its orders."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from elearning.commissions.actions.moves import ClarifyCommission, StartCoDesign, WithdrawCommission
from elearning.commissions.files import MOST_BYTES
from elearning.commissions.models import Commission, Task
from elearning.municipalities.models import Membership, Municipality
from tests.elearning.commissions import people

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nindhold"


def at(name: str, order: Commission, *more: Any) -> str:
    return reverse(f"commissions:{name}", args=[order.pk, *more])


@pytest.fixture
def municipal(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client


def attach(browser: Client, order: Commission, name: str = "plan.pdf", content: bytes = PDF) -> Any:
    return browser.post(at("commission", order), {"do": "attach", "file": SimpleUploadedFile(name, content)})


def test_the_list_and_the_order_say_what_happens_next(municipal: Client, order: Commission) -> None:
    listed = municipal.get(reverse("commissions:commissions")).content.decode()
    shown = municipal.get(at("commission", order)).content.decode()

    for page in (listed, shown):
        assert order.number in page
        assert "Kursusudvikleren læser bestillingen og skriver eller ringer." in page
    assert "Næste skridt tages af kursusudvikleren." in shown


@pytest.mark.parametrize("who", ["learner", "stranger"])
def test_others_are_not_told_that_it_is_there(
    who: str, municipal: Client, order: Commission, learner: Any, stranger: Any
) -> None:
    attach(municipal, order)
    file = order.attachments.get()
    other = Client()
    other.force_login(learner if who == "learner" else stranger)

    for address in (
        at("commission", order),
        at("move", order, "withdraw"),
        at("facts", order),
        at("attachment", order, file.pk),
    ):
        assert other.get(address).status_code == 404
        assert other.post(address, {"do": "comment", "text": "Hej"}).status_code in (404, 405)
    assert order.number not in other.get(reverse("commissions:commissions")).content.decode()
    assert Client().get(at("commission", order)).status_code == 302


def test_a_learner_follows_what_she_has_ordered_herself_while_she_belongs_there(
    client: Client, home: Municipality, learner: Any
) -> None:
    order = people.sent(home, learner)
    client.force_login(learner)
    assert client.get(at("commission", order)).status_code == 200

    Membership.objects.for_user(learner).delete()
    assert client.get(at("commission", order)).status_code == 404


def test_a_comment_is_read_by_both_sides_and_mailed_to_the_other(
    municipal: Client, order: Commission, designer: Any, approver: Any
) -> None:
    municipal.post(at("commission", order), {"do": "comment", "text": "Vi mangler <b>datoer</b>."})
    desk = Client()
    desk.force_login(designer)

    assert "&lt;b&gt;datoer&lt;/b&gt;" in desk.get(at("commission", order)).content.decode()
    told = {mail.recipient for mail in people.mails(order, kind="comment")}
    assert told == {designer.email, approver.email}


def test_a_file_comes_back_as_a_download_and_nothing_else(municipal: Client, order: Commission) -> None:
    attach(municipal, order, "../plan\u202efdp.pdf")
    file = order.attachments.get()
    response = municipal.get(at("attachment", order, file.pk))

    assert b"".join(response.streaming_content) == PDF
    assert file.name == "planfdp.pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert municipal.get(f"/media/{file.file.name}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("side.html", b"<script>alert(1)</script>"),
        ("billede.svg", b"<svg onload=alert(1)>"),
        ("plan.pdf", b"<script>alert(1)</script>"),
        ("tom.pdf", b""),
        ("uden-endelse", PDF),
        ("stor.pdf", PDF + b"x" * MOST_BYTES),
        ("noter.txt", b"a\0b"),
    ],
)
def test_other_files_are_refused(municipal: Client, order: Commission, name: str, content: bytes) -> None:
    assert attach(municipal, order, name, content).status_code == 422
    assert not order.attachments.exists()


def test_a_file_of_another_order_is_not_served_under_this_one(
    municipal: Client, home: Municipality, editor: Any, order: Commission
) -> None:
    other = people.sent(home, editor)
    attach(municipal, other)

    assert municipal.get(at("attachment", order, other.attachments.get().pk)).status_code == 404


def test_only_whoever_attached_a_file_removes_it(municipal: Client, order: Commission, approver: Any) -> None:
    attach(municipal, order)
    row = {"do": "detach", "row": order.attachments.get().pk}
    other = Client()
    other.force_login(approver)

    assert other.post(at("commission", order), row).status_code == 403
    municipal.post(at("commission", order), row)
    assert not order.attachments.exists()


def test_a_task_has_an_owner_who_is_told_and_a_day(municipal: Client, order: Commission, designer: Any) -> None:
    form = {"do": "task", "title": "Send datoer", "owner": str(designer.pk), "due_on": "2027-02-01"}
    municipal.post(at("commission", order), form)
    task: Task = order.tasks.get()

    assert task.owner == designer
    assert [mail.recipient for mail in people.mails(order, kind="task")] == [designer.email]
    municipal.post(at("commission", order), {"do": "done", "row": task.pk})
    task.refresh_from_db()
    assert task.done_at


@pytest.mark.parametrize(
    "form",
    [
        {"do": "task", "title": ""},
        {"do": "task", "title": "x" * 201},
        {"do": "task", "title": "Opgave", "owner": "999999"},
        {"do": "task", "title": "Opgave", "due_on": "2027-13-40"},
        {"do": "comment", "text": " \0 "},
        {"do": "comment", "text": "x" * 5001},
        {"do": "attach"},
        {"do": "findes-ikke"},
        {},
    ],
)
def test_bad_input_is_refused_with_a_message_and_nothing_is_stored(
    municipal: Client, order: Commission, form: dict[str, str]
) -> None:
    response = municipal.post(at("commission", order), form)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not order.tasks.exists()
    assert not order.comments.exists()


@pytest.mark.parametrize("row", ["", "x", "9" * 30, "999999"])
def test_what_is_not_there_is_not_found(municipal: Client, order: Commission, row: str) -> None:
    assert municipal.post(at("commission", order), {"do": "done", "row": row}).status_code == 404


def test_an_order_is_withdrawn_after_a_page_that_asks(municipal: Client, order: Commission) -> None:
    asked = municipal.get(at("move", order, "withdraw")).content.decode()
    assert "Træk bestillingen tilbage" in asked
    assert people.again(order).stage == "requested"

    municipal.post(at("move", order, "withdraw"), {"note": "Vi venter et år."})
    assert people.again(order).stage == "withdrawn"
    assert "Vi venter et år." in municipal.get(at("commission", order)).content.decode()
    assert municipal.post(at("commission", order), {"do": "comment", "text": "Hej"}).status_code == 422


def test_somebody_who_comes_too_late_is_told_where_it_stands(municipal: Client, order: Commission, editor: Any) -> None:
    WithdrawCommission(order, user=editor).execute()
    response = municipal.post(at("move", order, "withdraw"), {})

    assert response.status_code == 409
    assert "et andet sted i forløbet" in response.content.decode()


def test_steps_of_others_are_not_the_editors(municipal: Client, order: Commission) -> None:
    assert municipal.post(at("move", order, "clarify"), {}).status_code == 403
    assert municipal.post(at("move", order, "submit"), {}).status_code == 404


def test_facts_are_filled_in_bit_by_bit_and_checked(municipal: Client, order: Commission) -> None:
    wrong = municipal.post(at("facts", order), {"cvr": "12345678", "ean": "5798000420008"})
    assert wrong.status_code == 422
    assert "Det er ikke et CVR-nummer" in wrong.content.decode()
    assert "Det er ikke et EAN-lokationsnummer" in wrong.content.decode()

    municipal.post(at("facts", order), {"cvr": "1015 0817", "retention_work": "6"})
    filled = people.again(order)
    assert (filled.cvr, filled.data_retention) == ("10150817", {"work": 6})


def test_co_design_makes_the_municipalitys_own_version_once(
    home: Municipality, editor: Any, designer: Any, order: Commission
) -> None:
    from courses.models import Variant
    from tests.tracking import factories

    release = factories.released_from_pages(factories.course(factories.module(factories.lesson())))
    for _ in range(2):
        order = people.sent(home, editor, course=release.course)
        ClarifyCommission(order, user=designer).execute()
        StartCoDesign(order, user=designer).execute()

    own = Variant.objects.for_municipality(home).get()
    assert (people.again(order).variant, own.upstream_id) == (own, release.course_id)
