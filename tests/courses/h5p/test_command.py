"""``manage.py h5p_import``."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from courses.models import H5PActivity, H5PBuild, H5PImport
from tests.courses.h5p import small

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> tuple[str, int]:
    """What it printed, and the status it ended with."""
    out = StringIO()
    try:
        call_command("h5p_import", *map(str, arguments), stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(str(ended.code))
    return out.getvalue(), 0


def test_it_prints_the_report_as_text(tmp_path):
    text, status = run(small.package(tmp_path))

    assert status == 0
    assert "lille.h5p blev importeret som version 1 af »Lille opgave«." in text
    assert "H5P.Lille 1.0.1, MIT, nyt, venter på godkendelse" in text
    assert "Den kan ikke afspilles, før alle dens biblioteker er godkendt." in text


def test_or_as_json_one_report_a_file(tmp_path):
    files = [small.package(tmp_path, "en.h5p"), small.package(tmp_path, "to.h5p", title="To")]
    text, status = run(*files, "--json")

    found = json.loads(text)
    assert status == 0
    assert [(report["outcome"], report["file"]) for report in found] == [("imported", "en.h5p"), ("imported", "to.h5p")]
    assert found[1]["activity"]["title"] == "To"


def test_a_refused_file_is_named_with_its_rule_and_the_others_are_imported(tmp_path, stored):
    bad = tmp_path / "ond.h5p"
    bad.write_bytes(b"MZ not a zip")
    text, status = run(bad, small.package(tmp_path), "--json")

    refused, imported = json.loads(text)
    assert status == 1
    assert (refused["outcome"], refused["rule"], refused["file"]) == ("refused", "not_a_zip", "ond.h5p")
    assert refused["message"]
    assert imported["outcome"] == "imported"


def test_a_refused_file_leaves_no_row_and_no_file(tmp_path, stored):
    text, status = run(small.package(tmp_path, main={"machineName": "../ond"}))

    assert status == 1
    assert "lille.h5p blev afvist:" in text
    assert "bad_library: H5P.Lille-1.0/library.json" in text
    assert (stored(), H5PActivity.objects.count(), H5PBuild.objects.count(), H5PImport.objects.count()) == ([], 0, 0, 0)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    text, status = run(tmp_path / "ingen.h5p")

    assert status == 1
    assert "ingen.h5p blev ikke importeret:" in text


def test_it_replaces_an_activitys_package(tmp_path, importing):
    activity = importing().activity
    _text, status = run(small.package(tmp_path, question="Nu?"), "--replace", activity.uuid)

    assert status == 0
    assert H5PActivity.objects.get().current_version.number == 2


def test_it_puts_a_municipalitys_into_its_collection(tmp_path, glostrup):
    _text, status = run(small.package(tmp_path), "--municipality", "161")

    assert status == 0
    assert H5PActivity.objects.get().collection == glostrup.collection


def test_with_the_operators_word_it_approves_what_it_brings(tmp_path):
    text, _status = run(small.package(tmp_path), "--approve", "--json")

    assert json.loads(text)[0]["playable"] is True
    assert not H5PBuild.objects.waiting().exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--replace", "ingenting"),
        ("--replace", "00000000-0000-0000-0000-000000000000"),
        ("--municipality", "999"),
    ],
)
def test_a_place_that_is_not_there_is_said_so(tmp_path, arguments):
    with pytest.raises(CommandError):
        run(small.package(tmp_path), *arguments)
