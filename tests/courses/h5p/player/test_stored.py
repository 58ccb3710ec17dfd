"""An imported version, played from its rows and files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.actions.import_h5p import ImportH5P
from courses.demo.packages import TWO_QUESTIONS, packed
from courses.h5p.player import bundles, stored
from courses.h5p.player.hosts import audience
from courses.h5p.player.playable import Playable
from courses.h5p.player.preview import PreviewHost
from courses.h5p.player.signing import Grant
from courses.h5p.player.urls import frame_url
from courses.models import H5PVersion
from courses.models.h5p import H5PBuild
from tests.courses.h5p.conftest import Importing
from tests.factories import UserFactory


def approve() -> None:
    H5PBuild.objects.all().update(approved_at=timezone.now())


@pytest.fixture
def version(importing: Importing) -> H5PVersion:
    imported = importing()
    approve()
    return imported


def play(version: H5PVersion) -> Playable:
    found = stored.playable(version, iri="iri")
    assert found
    return found


def test_it_is_what_was_imported(version: H5PVersion) -> None:
    playable = play(version)

    assert playable.library == "H5P.Lille 1.0"
    assert [pin.folder for pin in playable.pins] == ["H5P.Hjaelper-1.0", "H5P.Lille-1.0"]
    assert playable.content["question"] == "Hvem ejer gevinsten?"
    assert (playable.title, playable.language, playable.iri) == ("Lille opgave", "da", "iri")
    assert "// hjælper" in bundles.script(playable.pins).encode().decode("unicode_escape")


def test_files_are_found_by_their_names_and_no_other(version: H5PVersion) -> None:
    playable = play(version)
    picture = playable.open_content("images/pixel.png")
    code = playable.pins[1].open("kode.js")

    assert picture
    assert code
    with picture.stream as stream:
        assert len(stream.read()) == picture.size
    with code.stream as stream:
        assert stream.read() == b"// lille"
    for name in ("", "images/none.png", "../kode.js", "images/../images/pixel.png", "images"):
        assert playable.open_content(name) is None


def test_a_library_that_waits_for_approval_keeps_the_version_from_playing(importing: Importing) -> None:
    version = importing()
    assert stored.playable(version, iri="iri") is None
    approve()
    assert stored.playable(version, iri="iri")

    H5PBuild.objects.filter(library__machine_name="H5P.Hjaelper").update(approved_at=None)

    assert stored.playable(version, iri="iri") is None


def test_it_is_read_once(version: H5PVersion, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    play(version)

    with django_assert_num_queries(1):
        play(version)


def test_a_file_that_is_lost_is_not_there(version: H5PVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(name: str) -> Any:
        raise FileNotFoundError(name)

    monkeypatch.setattr("courses.h5p.player.stored.default_storage.open", lost)

    assert play(version).open_content("images/pixel.png") is None


def preview(version: H5PVersion, user: Any) -> Grant:
    return Grant(str(version.pk), audience("preview", user.pk))


def test_whoever_may_see_an_activity_may_preview_it(version: H5PVersion) -> None:
    host, designer, anybody = PreviewHost(), UserFactory(is_superuser=True), UserFactory()

    assert host.may_play(preview(version, designer))
    assert not host.may_play(preview(version, anybody))
    designer.is_active = False
    designer.save()
    assert not host.may_play(preview(version, designer))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "grant",
    [
        Grant("x", "preview:1"),
        Grant("1", "preview:x"),
        Grant("-1", "preview:"),
        Grant("9" * 40, "preview:1"),
        Grant("", ""),
    ],
)
def test_a_preview_of_nothing_is_refused(grant: Grant) -> None:
    assert not PreviewHost().may_play(grant)
    assert PreviewHost().playable(grant) is None


def test_another_municipalitys_editor_cannot_preview(
    importing: Importing, editor: Any, glostrup: Any, root: Any
) -> None:
    own, foreign = importing(collection=glostrup.collection), importing(collection=root.add_child(name="Anden"))
    approve()

    assert PreviewHost().may_play(preview(own, editor))
    assert not PreviewHost().may_play(preview(foreign, editor))


def test_our_own_package_is_imported_whole_and_served(root: Any, tmp_path: Path, client: Client) -> None:
    path = tmp_path / "quiz.h5p"
    path.write_bytes(packed(TWO_QUESTIONS))
    version = ImportH5P(path, collection=root).execute(skip_permission_checks=True)
    approve()
    grant = preview(version, UserFactory(is_superuser=True))

    frame = client.get(frame_url(grant))

    assert frame.status_code == 200
    assert b"Hvorn\\u00e5r er en gevinst" in frame.content.replace(b"\\\\u", b"\\u")
    assert "sandbox allow-scripts" in frame.headers["Content-Security-Policy"]
    assert not frame.cookies
    bundle = client.get(f"{frame_url(grant)}bundles/{bundles.name(play(version).pins)}.js")
    assert "Hyldefri.Quiz" in bundle.text
    assert "sandbox" in bundle.headers["Content-Security-Policy"]
    assert (
        client.get(f"{frame_url(grant)}libraries/Hyldefri.Quiz-1.0/quiz.css")
        .headers["Content-Type"]
        .startswith("text/css")
    )


def test_the_editors_page_of_an_activity_plays_it(version: H5PVersion, client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True))

    page = client.get(reverse("hyldefri_h5p_activity", args=[version.activity_id])).text

    assert 'sandbox="allow-scripts allow-forms allow-presentation"' in page
    assert "data-state-url" not in page
    found = re.search(r'data-src="(/h5p/[^"]+)"', page)
    assert found
    assert client.get(found[1]).status_code == 200
