"""The pages of an offer on both sides, and its PDF."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from courses.models import CoursePage
from elearning.commissions.actions.change import ChangeFacts
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.models import Commission, Offer, OfferDraft, OrderApproval
from elearning.commissions.offers.checklist import checklist
from elearning.commissions.offers.pdf import offer_pdf
from elearning.commissions.offers.subject import subject
from tests.elearning.commissions import people
from tests.elearning.commissions.offers.conftest import edit, variant_of
from tests.tracking import factories

EVERY = {"reason": "a test"}


def seen_by(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def typed(order: Commission, *lines: tuple[str, str, str], **fields: Any) -> dict[str, Any]:
    """What the draft's form posts."""
    data = {
        "introduction": "",
        "scope": "",
        "starts": "",
        "ends": "",
        "schedule": "",
        "valid_until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "sha256": subject(people.again(order)).sha256,
        "do": "make",
        "linje-TOTAL_FORMS": str(len(lines)),
        "linje-INITIAL_FORMS": "0",
    }
    for n, (what, quantity, price) in enumerate(lines):
        data |= {f"linje-{n}-text": what, f"linje-{n}-quantity": quantity, f"linje-{n}-unit_price": price}
    return {**data, **fields}


@pytest.fixture
def desk(designer: Any) -> Client:
    return seen_by(designer)


def draft_url(order: Commission) -> str:
    return f"/admin/hyldefri/bestillinger/{order.pk}/tilbud/"


def test_the_designer_writes_an_offer_and_makes_it(ordered: Commission, desk: Client) -> None:
    page = text(desk.get(draft_url(ordered)))
    assert "Begynd i Lillerød" in page
    desk.post(draft_url(ordered), typed(ordered, ("Tilpasning", "2", "12.500,00"), ("", "", ""), do="save"))
    assert OfferDraft.objects.unscoped(**EVERY).get().lines[0]["unit_price"] == 1_250_000
    assert 'value="12.500,00"' in text(desk.get(draft_url(ordered)))
    assert not Offer.objects.unscoped(**EVERY).exists()

    answer = desk.post(draft_url(ordered), typed(ordered, ("Tilpasning", "2", "12.500,00"), ("Rabat", "1", "-500")))

    offer = Offer.objects.unscoped(**EVERY).get()
    assert answer.headers["Location"].endswith("/tilbud/1/")
    assert offer.total == 2_450_000
    assert "24.500,00 kr." in text(desk.get(answer.headers["Location"]))
    assert desk.get(answer.headers["Location"] + "pdf/").headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("lines", "fields", "said"),
    [
        ([("Dag", "1", "12.50")], {}, "Skriv en pris som 12.500,00."),
        ([("Dag", "en", "1")], {}, "Skriv et antal som 1 eller 2,5."),
        ([("", "1", "100,00")], {}, "Skriv, hvad linjen dækker."),
        ([("Dag", "", "")], {}, "Skriv et antal som 1 eller 2,5."),
        ([], {}, "Skriv mindst én linje med en pris."),
        ([("Dag", "1", "1")], {"valid_until": "2020-01-01"}, "Tilbuddet skal gælde fra i dag"),
        ([("Dag", "1", "1")], {"valid_until": "i morgen"}, "gyldig dato"),
        ([("Dag", "1", "1")], {"starts": "2026-02-02", "ends": "2026-02-01"}, "Slutningen ligger før begyndelsen."),
        ([("Dag", "1", "-1")], {}, "under nul"),
        ([("Dag", "1", "1")], {"linje-TOTAL_FORMS": "9999"}, "højst 40"),
        ([("Dag", "1", "1")], {"linje-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_no_offer_is_made(
    ordered: Commission, desk: Client, lines: Any, fields: dict[str, str], said: str
) -> None:
    answer = desk.post(draft_url(ordered), typed(ordered, *lines, **fields))

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Offer.objects.unscoped(**EVERY).exists()


def test_an_offer_of_a_course_that_has_changed_since_the_page_was_opened_is_refused(
    ordered: Commission, desk: Client
) -> None:
    form = typed(ordered, ("Dag", "1", "1"))
    edit(variant_of(ordered), "Begynd i Lillerød.")

    answer = desk.post(draft_url(ordered), form)

    assert answer.status_code == 409
    assert "Kurset er ændret" in text(answer)


def test_the_step_leads_to_where_the_offer_is_written_and_a_wrong_stage_back(
    ordered: Commission, order: Commission, desk: Client
) -> None:
    step = desk.get(f"/admin/hyldefri/bestillinger/{ordered.pk}/trin/offer/")
    assert step.headers["Location"] == draft_url(ordered)
    assert desk.get(draft_url(order)).headers["Location"] == f"/admin/hyldefri/bestillinger/{order.pk}/"


def test_the_municipality_reads_the_offer_as_danish_writes_it(
    ordered: Commission, offered: Offer, approver: Any, editor: Any
) -> None:
    page = text(seen_by(approver).get(f"/bestillinger/{ordered.pk}/tilbud/1/"))

    assert "25.000,00 kr." in page
    assert "25 pct. moms udgør" in page
    assert "6.250,00 kr." in page
    assert f'name="sha256" value="{offered.sha256}"' in page
    assert "Begynd i Lillerød, 5 min." in page
    order = text(seen_by(editor).get(f"/bestillinger/{ordered.pk}/"))
    assert "25.000,00 kr. ekskl. moms" in order
    assert 'name="sha256"' not in text(seen_by(editor).get(f"/bestillinger/{ordered.pk}/tilbud/1/"))


def test_the_approver_approves_what_the_page_shows(ordered: Commission, offered: Offer, approver: Any) -> None:
    client = seen_by(approver)
    step = client.get(f"/bestillinger/{ordered.pk}/trin/approve/")
    assert step.headers["Location"] == f"/bestillinger/{ordered.pk}/godkend/"
    assert offered.sha256 in text(client.get(f"/bestillinger/{ordered.pk}/godkend/"))

    answer = client.post(f"/bestillinger/{ordered.pk}/godkend/", {"sha256": offered.sha256})

    assert answer.status_code == 302
    page = text(client.get(f"/bestillinger/{ordered.pk}/"))
    assert "Tilbud 1 er godkendt af:" in page
    assert "Godkendelsen dækker version 1 af jeres kursus og intet andet." in page
    assert "De, der begynder nu, får version 1." in page
    edit(variant_of(ordered), "Begynd i Lillerød.")
    page = text(client.get(f"/bestillinger/{ordered.pk}/"))
    assert "godkendelsen dækker ikke ændringen" in page
    assert "De, der begynder nu, får version 1." in page


def test_a_page_that_was_open_too_long_is_refused_with_what_changed(
    ordered: Commission, offered: Offer, approver: Any
) -> None:
    client = seen_by(approver)
    edit(variant_of(ordered), "Begynd i Lillerød.")

    answer = client.post(f"/bestillinger/{ordered.pk}/godkend/", {"sha256": offered.sha256})

    assert answer.status_code == 409
    assert "Lektion »Begynd i Lillerød.« (Titel)" in text(answer)
    assert "Kurset er ændret, siden tilbuddet blev givet." in text(answer)
    assert 'name="sha256"' not in text(answer)
    assert not OrderApproval.objects.unscoped(**EVERY).exists()
    assert client.post(f"/bestillinger/{ordered.pk}/godkend/", {"sha256": "\0æ" * 99}).status_code == 409
    assert client.post(f"/bestillinger/{ordered.pk}/godkend/").status_code == 409


def test_who_may_not_read_it_is_told_nothing_of_it(
    ordered: Commission, offered: Offer, stranger: Any, learner: Any, editor: Any
) -> None:
    for person in (stranger, learner):
        for path in ("tilbud/1/", "tilbud/1/pdf/", "godkend/"):
            assert seen_by(person).get(f"/bestillinger/{ordered.pk}/{path}").status_code == 404
    assert seen_by(editor).get(f"/bestillinger/{ordered.pk}/tilbud/2/").status_code == 404
    assert seen_by(editor).post(f"/bestillinger/{ordered.pk}/godkend/", {"sha256": "x"}).status_code == 403
    for path in ("", "1/", "1/pdf/"):
        assert seen_by(editor).get(f"{draft_url(ordered)}{path}").status_code in (302, 403)


def test_the_pdf_of_a_version_is_made_of_the_frozen_row_alone(
    ordered: Commission, offered: Offer, approver: Any
) -> None:
    from pypdf import PdfReader

    first = offer_pdf(offered)
    html = render_to_string("commissions/offers/pdf.html", {"offer": offered})
    people.approve(ordered, approver)
    edit(variant_of(ordered), "Noget andet")
    CoursePage.objects.update(title="Noget andet")
    ordered.municipality.official_name = "Noget andet"
    ordered.municipality.save()
    Commission.objects.unscoped(**EVERY).update(title="Noget andet")

    again = Offer.objects.unscoped(**EVERY).get(pk=offered.pk)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first)).pages)
    assert render_to_string("commissions/offers/pdf.html", {"offer": again}) == html
    assert offer_pdf(again) == first
    assert "25.000,00 kr." in words
    assert "Noget andet" not in words


def test_what_somebody_typed_is_text_in_the_offer(ordered: Commission, designer: Any, approver: Any) -> None:
    line = {"text": "<script>alert(1)</script>", "quantity": "1", "unit_price": 1}
    people.offer(ordered, designer, introduction="<img src=file:///etc/passwd>", lines=[line])

    page = text(seen_by(approver).get(f"/bestillinger/{ordered.pk}/tilbud/1/"))

    assert "<script>alert" not in page
    assert "<img src=file" not in page


def test_the_list_before_running_says_what_is_missing_and_who_sees_to_it(
    ordered: Commission, offered: Offer, editor: Any, approver: Any, desk: Client
) -> None:
    found = checklist(people.again(ordered), editor)
    assert found is not None
    assert found.missing == len(found.points)
    page = text(seen_by(editor).get(f"/bestillinger/{ordered.pk}/"))
    assert "Skriv CVR-nummeret" in page
    assert "Klares af kommunens godkendere." in page
    assert "Skriv CVR-nummeret" in text(desk.get(f"/admin/hyldefri/bestillinger/{ordered.pk}/"))

    people.approve(ordered, approver)
    ChangeFacts(people.again(ordered), people.FACTS, user=editor).execute()

    found = checklist(people.again(ordered), editor)
    assert found is not None
    assert found.missing == 0
    assert "Alt er på plads." in text(seen_by(editor).get(f"/bestillinger/{ordered.pk}/"))
    MOVES["run"](people.again(ordered), user=editor).execute()


def test_the_quick_way_shows_the_version_and_approves_just_that(home: Any, editor: Any, approver: Any) -> None:
    release = factories.released(factories.course(factories.module(factories.lesson())))
    order = people.sent(home, editor, express=True, course=release.course)
    client = seen_by(approver)
    page = text(client.get(f"/bestillinger/{order.pk}/godkend/"))
    assert "Version 1 af" in page
    assert client.post(f"/bestillinger/{order.pk}/godkend/", {"sha256": "0" * 64}).status_code == 409

    client.post(f"/bestillinger/{order.pk}/godkend/", {"sha256": subject(order).sha256})

    assert people.again(order).stage == "approved"
    assert "De, der begynder nu, får version 1 af det fælles kursus." in text(client.get(f"/bestillinger/{order.pk}/"))


def test_the_e_mail_says_what_it_costs_and_until_when(ordered: Commission, offered: Offer) -> None:
    from django.core import mail
    from django.utils.formats import date_format

    people.post(ordered)

    letter = next(letter for letter in mail.outbox if "tilbud" in letter.subject)
    assert "Tilbud 1: 25.000,00 kr. ekskl. moms." in letter.body
    assert f"gælder til og med {date_format(offered.valid_until, 'j. F Y')}" in letter.body
