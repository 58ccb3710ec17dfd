from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from elearning.municipalities.actions.seed_municipalities import DATA, Seeded, SeedError, SeedMunicipalities
from elearning.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

LIST = """code,name,official_name,genitive,region
101,København,Københavns Kommune,Københavns Kommunes,Hovedstaden
492,Ærø,Ærø Kommune,Ærø Kommunes,Syddanmark
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "municipalities.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_the_list_becomes_municipalities(source: Path) -> None:
    assert SeedMunicipalities(source).execute() == Seeded(created=2, updated=0, unchanged=0)
    aeroe = Municipality.objects.get(code="492")
    assert (aeroe.name, aeroe.genitive, aeroe.region) == ("Ærø", "Ærø Kommunes", "Syddanmark")


def test_running_again_changes_nothing(source: Path) -> None:
    SeedMunicipalities(source).execute()
    assert SeedMunicipalities(source).execute() == Seeded(created=0, updated=0, unchanged=2)


def test_a_corrected_name_is_corrected_and_what_only_the_site_knows_stays(source: Path) -> None:
    SeedMunicipalities(source).execute()
    Municipality.objects.filter(code="492").update(email_domains=["aeroekommune.dk"])
    source.write_text(LIST.replace("Ærø Kommunes", "Ærøs"), encoding="utf-8")
    assert SeedMunicipalities(source).execute() == Seeded(created=0, updated=1, unchanged=1)
    aeroe = Municipality.objects.get(code="492")
    assert (aeroe.genitive, aeroe.email_domains) == ("Ærøs", ["aeroekommune.dk"])


def test_a_list_saved_by_a_spreadsheet_is_read_too(source: Path) -> None:
    source.write_bytes(b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode())
    assert SeedMunicipalities(source).execute().created == 2


@pytest.mark.parametrize(
    "content",
    [
        "",
        "code,name\n101,København\n",
        LIST + "101,Igen,Igen Kommune,Igens,X\n",
        LIST + "abc,Navn,Navn Kommune,Navns,X\n",
        LIST + "000,Åben,Åben Kommune,Åbens,X\n",
        LIST + "751\n",
        LIST + f"751,{'x' * 61},Navn,Navns,X\n",
    ],
)
def test_a_list_that_is_wrong_is_refused_whole(source: Path, content: str) -> None:
    source.write_text(content, encoding="utf-8")
    with pytest.raises(SeedError):
        SeedMunicipalities(source).execute()
    assert not Municipality.objects.exists()


def test_a_list_in_another_encoding_or_not_there_is_refused(source: Path) -> None:
    source.write_bytes(LIST.encode("latin-1"))
    with pytest.raises(SeedError):
        SeedMunicipalities(source).execute()
    with pytest.raises(SeedError):
        SeedMunicipalities(source.with_name("nowhere.csv")).execute()


def test_the_command_says_what_it_did(source: Path) -> None:
    out = StringIO()
    call_command("seed_municipalities", str(source), stdout=out)
    assert "2 created" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("seed_municipalities", str(source.with_name("nowhere.csv")))


def test_the_list_is_looked_for_beside_the_code() -> None:
    assert DATA.parts[-3:] == ("municipalities", "data", "municipalities.csv")
