"""The lint scripts find what they are for."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.services import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import check_gettext
import check_locks


def gettext_complaints(tmp_path: Path, source: str) -> list[str]:
    path = tmp_path / "source.py"
    path.write_text(source)
    return list(check_gettext.complaints(path))


@pytest.mark.parametrize(
    "source",
    [
        '_(f"Hej {name}")',
        '_("Hej %s" % name)',
        '_("Hej {}".format(name))',
        '_("Hej %s") % name',
        'gettext_lazy("%d kurser")',
        'ngettext("%d kursus", "%d kurser", n)',
        'translation.gettext("Hej {0}")',
    ],
)
def test_strings_a_translator_cannot_turn_around_are_found(tmp_path: Path, source: str) -> None:
    assert gettext_complaints(tmp_path, source)


@pytest.mark.parametrize(
    "source",
    [
        '_("Hej %(name)s") % {"name": name}',
        '_("75 %% af kurset")',
        '_("Hej {name}").format(name=name)',
        'other(f"{x}")',
    ],
)
def test_named_places_are_fine(tmp_path: Path, source: str) -> None:
    assert not gettext_complaints(tmp_path, source)


def test_our_locks_name_no_registry() -> None:
    assert check_locks.complaints(ROOT) == []


def test_a_lock_that_names_a_registry_is_found(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("--index-url https://example.org/simple\n")
    (tmp_path / "requirements-dev.lock").write_text("a==1\n")
    packages = {"": {}, "node_modules/a": {"resolved": "https://example.org/a.tgz", "integrity": "sha512-x"}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))

    assert len(check_locks.complaints(tmp_path)) == 2
