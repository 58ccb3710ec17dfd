"""Hostile files, through what a worker does with an upload: refused or made harmless, at little cost."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, ModelLogEntry

from courses.actions.run_h5p_import import RunH5PImport
from courses.actions.start_h5p_import import StartH5PImport
from courses.h5p import refusals
from courses.h5p.package.limits import MEGABYTE
from courses.h5p.player import bundles
from courses.h5p.player import stored as playables
from courses.h5p.player.integration import integration
from courses.models import H5PActivity, H5PBuild, H5PImport, H5PLibrary, H5PPin, H5PVersion
from tests.courses.h5p.hostile import CASES
from tests.courses.h5p.hostile.case import Case
from tests.factories import UserFactory
from tests.worlds import world

#: Of Python's own memory, while one file is imported.
MOST = 200 * MEGABYTE
ROWS: tuple[type[Model], ...] = (
    *(H5PActivity, H5PBuild, H5PImport, H5PLibrary, H5PPin, H5PVersion, ModelLogEntry),
    *(get_document_model(), get_image_model()),
)
#: What no text holds once it is in; written out as text it may.
TAGS = {
    "script",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
    "base",
    "meta",
    "link",
    "style",
    "template",
}
NOT_IN_CONTENT = {"js", "mjs", "html", "htm", "xhtml", "shtml", "svg", "svgz", "xml", "php", "swf", "exe", "zip", ""}

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@world
def operator(catalogue: Any) -> Any:
    return UserFactory(is_superuser=True)


def uploaded(case: Case, user: Any) -> H5PImport:
    file = ContentFile(case.make(), name="ond.h5p")
    return StartH5PImport(file, collection=Collection.get_first_root_node(), user=user).execute()


def rows() -> dict[type[Model], int]:
    return {model: model._default_manager.count() for model in ROWS}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_harms_nobody(name: str, operator: Any, broker: Any, stored: Callable[[], list[str]]) -> None:
    case = CASES[name]
    before = rows()
    row = uploaded(case, operator)

    tracemalloc.start()
    try:
        version = RunH5PImport(row.pk).execute()
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < MOST
    if version is not None:
        assert case.refused is None
        assert_harmless(version)
        return
    row = refusals.kept(row.pk)
    assert (row.state, row.refused_rule, row.refused_file) == ("refused", *(case.refused or ()))
    assert row.report["message"]
    assert (stored(), rows()) == ([], before)


class Running(HTMLParser):
    """Collects what a browser would run, load or send of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        runs = [
            f"{name}={value}" for name, value in attrs if name.startswith("on") or "script:" in (value or "").lower()
        ]
        reaches = [
            f"{name}={value}" for name, value in attrs if "url(" in (value or "") or (value or "").startswith("data:")
        ]
        self.found += [*([tag] if tag in TAGS else []), *runs, *reaches]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from texts(inner)


def assert_harmless(version: H5PVersion) -> None:
    endings = {path.rpartition("/")[2].rpartition(".")[2].lower() for path in version.content_files}
    assert endings & NOT_IN_CONTENT == set()
    for build in version.builds.all():
        assert {*build.preloaded_js, *build.preloaded_css} <= set(build.files)
    H5PBuild.objects.update(approved_at=version.created_at)
    playable = playables.playable(version, iri="https://hyldefri.example/x")
    assert playable
    page = integration(playable, prefix="/h5p/x", state={})["contents"]["cid-1"]
    content = json.loads(page["jsonContent"])
    assert [found for text in texts([content, page["metadata"], page["title"]]) for found in Running(text).found] == []
    assert not [text for text in texts(content) if text.strip().lower().startswith(("javascript:", "data:"))]
    style = bundles.style(playable.pins)
    assert "@import" not in style
    assert "passwd" not in style
