from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.test import Client

from elearning.accounts import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> Path:
    settings.HYLDEFRI_LOCAL_MAILBOX = True
    settings.HYLDEFRI_LOCAL_MAILBOX_DIR = tmp_path / "mail"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    return tmp_path / "mail"


def send(subject: str = "Emne", body: str = "Tekst", to: str = "a@example.dk") -> None:
    connection = get_connection("elearning.accounts.mailbox.MailboxBackend")
    EmailMessage(subject, body, "fra@example.dk", [to], connection=connection).send()


def test_what_is_sent_is_shown_newest_first_with_its_code_once_and_large(client: Client, here: Path) -> None:
    send("Første", "Gammel")
    send("Din kode: æøå", "123456\n\nSkriv koden.", "kirsten@example.dk")
    page = client.get("/postkasse/").content.decode()
    assert page.index("Skriv koden.") < page.index("Første")
    assert '<strong class="mail__code">123456</strong>' in page
    assert page.count("123456") == 1
    assert "kirsten@example.dk" in page


def test_what_is_sent_cannot_run_in_the_page(client: Client, here: Path) -> None:
    send("<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    page = client.get("/postkasse/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_the_plain_text_is_shown_where_there_is_html_too(here: Path) -> None:
    message = EmailMultiAlternatives(
        "x",
        "Den rene tekst",
        to=["a@example.dk"],
        connection=get_connection("elearning.accounts.mailbox.MailboxBackend"),
    )
    message.attach_alternative("<p>Opmærket</p>", "text/html")
    message.send()
    assert mailbox.newest()[0].text.strip() == "Den rene tekst"


def test_an_empty_mailbox_says_so(client: Client, here: Path) -> None:
    assert client.get("/postkasse/").status_code == 200


def test_only_the_newest_are_kept(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MOST_MESSAGES", 3)
    for number in range(5):
        send(f"Nr. {number}")
    assert [message.subject for message in mailbox.newest()] == ["Nr. 4", "Nr. 3", "Nr. 2"]


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.4", "2001:db8::1", "", "nonsense"])
def test_nobody_on_another_machine_sees_it(client: Client, here: Path, address: str) -> None:
    send()
    assert client.get("/postkasse/", REMOTE_ADDR=address).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_nobody_behind_a_proxy_on_this_machine_sees_it(client: Client, here: Path, header: str) -> None:
    assert client.get("/postkasse/", headers={header: "127.0.0.1"}).status_code == 404


def test_it_is_not_there_unless_it_is_turned_on(client: Client, here: Path, settings: Any) -> None:
    settings.HYLDEFRI_LOCAL_MAILBOX = False
    assert client.get("/postkasse/").status_code == 404


def test_it_cannot_be_posted_to(client: Client, here: Path) -> None:
    assert client.post("/postkasse/").status_code == 405


@pytest.mark.parametrize(
    ("hosts", "stopped"), [(["kursus.example.dk"], True), (["*"], True), (["localhost", ".localhost"], False)]
)
def test_a_site_with_a_public_name_does_not_start_with_it(
    settings: Any, here: Path, hosts: list[str], stopped: bool
) -> None:
    settings.ALLOWED_HOSTS = hosts
    assert [it.id for it in checks.run_checks() if it.id == "accounts.E001"] == ["accounts.E001"] * stopped
