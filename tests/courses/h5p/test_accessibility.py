"""What editors are told that it takes to use an activity without a mouse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from courses.actions.describe_h5p_library import DescribeH5PLibrary
from courses.admin.h5p.chooser import h5p_chooser
from courses.h5p.accessibility import KNOWN, Level, known_note, level_of, notes_of_libraries, type_notes
from courses.h5p.content_types import SHOWING, SILENT, completion_of, tells_nothing
from courses.models import H5PLibrary
from tests.courses.h5p import small

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[3] / "docs" / "h5p-library.md"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def written(library: H5PLibrary, approver: Any, note: str) -> str:
    DescribeH5PLibrary(library, note, user=approver).execute()
    library.refresh_from_db()
    return str(notes_of_libraries([library])[library.pk].text)


def test_a_type_nobody_knows_is_said_to_be_unknown(importing, designer):
    activity = importing().activity
    page = signed_in(designer).get(reverse("hyldefri_h5p_activity", args=[activity.pk])).content.decode()

    assert "Vi ved ikke, hvordan den virker uden mus eller med skærmlæser" in page


def test_what_the_approver_writes_goes_before_what_the_site_knows(importing, approver, designer):
    version = importing()
    library = version.main_build.library
    H5PLibrary.objects.filter(pk=library.pk).update(machine_name="H5P.MultiChoice")
    library.refresh_from_db()
    [note] = type_notes(version)
    assert (note.note.level, note.note.told) == (Level.KEYBOARD, False)

    address = reverse("hyldefri_h5p_library", args=[version.main_build_id])
    answer = signed_in(approver).post(address, {"action": "describe", "accessibility": " Virker ikke i vores hus. "})
    assert answer.status_code == 302
    [note] = type_notes(version)
    assert (note.note.text, note.note.told) == ("Virker ikke i vores hus.", True)
    page = signed_in(designer).get(reverse("hyldefri_h5p_activity", args=[version.activity_id])).content.decode()
    assert "Virker ikke i vores hus." in page

    assert "piletasterne" in written(library, approver, "").lower()


def test_a_newer_version_has_the_note_of_the_earlier_until_it_gets_its_own(approver):
    old, new = (H5PLibrary.objects.create(machine_name="H5P.Ny", major=1, minor=minor) for minor in (0, 1))
    written(old, approver, "Kræver mus.")
    assert notes_of_libraries([new])[new.pk].text == "Kræver mus."
    assert written(new, approver, "Nu med tastatur.") == "Nu med tastatur."
    assert notes_of_libraries([old])[old.pk].text == "Kræver mus."


def test_only_who_approves_describes_and_at_no_greater_length_than_is_read(designer, approver):
    library = H5PLibrary.objects.create(machine_name="H5P.Ny", major=1, minor=0)
    for user in (designer, None):
        with pytest.raises(PermissionDenied):
            DescribeH5PLibrary(library, "Overtaget", user=user).execute()
    with pytest.raises(ValidationError):
        DescribeH5PLibrary(library, "x" * 1001, user=approver).execute()
    library.refresh_from_db()
    assert library.accessibility == ""


def test_the_chooser_and_the_lesson_say_it_in_a_few_words(importing, designer):
    version = importing()
    H5PLibrary.objects.filter(machine_name=small.MAIN).update(machine_name="H5P.ImageHotspotQuestion")
    listed = signed_in(designer).get(reverse("hyldefri_h5p_chooser:choose")).json()["html"]
    chosen = signed_in(designer).get(reverse("hyldefri_h5p_chooser:chosen", args=[version.activity_id])).json()
    widget = h5p_chooser.widget_class().get_value_data(version.activity_id)

    assert "kræver mus eller finger" in listed
    assert chosen["result"]["title"] == widget["title"] == "Lille opgave (kræver mus eller finger)"


def test_of_several_types_the_worst_is_what_the_activity_takes(importing):
    version = importing()
    H5PLibrary.objects.filter(machine_name=small.MAIN).update(machine_name="H5P.Column")
    H5PLibrary.objects.filter(machine_name=small.HELPER).update(machine_name="H5P.Timeline")
    assert level_of(type_notes(version)) == Level.DEPENDS  # what does not run by itself is no content type
    notes = [each for each in type_notes(version) if each.library == "H5P.Column"]
    assert level_of(notes) == Level.DEPENDS
    assert level_of([]) == Level.UNKNOWN


def test_what_is_known_is_in_the_documentation_with_where_from():
    rows = dict(re.findall(r"^\| `([\w.]+)` \| [^|]+ \| ([^|]+) \|", DOCS.read_text(), re.MULTILINE))
    assert rows.keys() >= KNOWN.keys() | SILENT
    assert {source.strip() for source in rows.values()} <= {"read", "source", "documentation"}


def test_what_tells_nothing_completes_by_being_opened():
    assert {completion_of(name) for name in SILENT} == {"viewed"}
    assert completion_of("H5P.Agamotto") == completion_of("H5P.Ukendt") == "ended"
    assert all(tells_nothing(name) for name in SILENT | SHOWING)
    assert not tells_nothing("")


def test_an_unknown_name_is_unknown():
    assert known_note("H5P.Ukendt").level == Level.UNKNOWN
