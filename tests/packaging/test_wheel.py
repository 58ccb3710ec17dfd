"""The apps come in a wheel with all they need, and work in a Wagtail site of somebody else's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.services import ROOT

pytestmark = pytest.mark.once
BARE_SITE = Path(__file__).with_name("bare_site")
SOURCE = ("courses", "tracking", "elearning", "templates", "locale", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the source, so that nothing is left behind in it."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / "source").mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / "source" / name)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder),
            str(folder / "source"),
        ],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare_site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> BareSite:
    return BareSite(wheel, tmp_path_factory.mktemp("bare"))


class BareSite:
    """A folder with the wheel unpacked and the bare site beside it; our source is not on its path."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.folder = folder
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder / "installed")
        shutil.copytree(BARE_SITE, folder / "bare_site", ignore=shutil.ignore_patterns("__pycache__"))

    def manage(self, *arguments: str) -> str:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        result = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            cwd=self.folder,
            env={
                **kept,
                "BARE_SITE_FOLDER": str(self.folder),
                "DJANGO_SETTINGS_MODULE": "bare_site.settings",
                "PYTHONPATH": os.pathsep.join([str(self.folder), str(self.folder / "installed")]),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def run(self, script: str) -> str:
        """Runs Python inside the site, with its models imported by hand."""
        return self.manage("shell", "--no-imports", "--command", script)


def test_the_wheel_holds_what_the_apps_need(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for needed in (
        "courses/apps.py",
        "tracking/apps.py",
        "elearning/settings/production.py",
        "courses/locale/da/LC_MESSAGES/django.mo",
        "courses/static/hyldefri/dist/hyldefri.css",
        "courses/static/hyldefri/dist/hyldefri.js",
    ):
        assert needed in names, f"{needed} is not in the wheel"


def test_every_template_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.html")}

    assert {f"courses/templates/{path.as_posix()}" for path in templates} <= names


def test_the_wheel_holds_nothing_of_the_workshop(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert [name for name in names if name.startswith(("tests/", "scripts/", "var/", "node_modules/"))] == []


def test_a_bare_wagtail_site_takes_the_apps_in(bare_site: BareSite) -> None:
    bare_site.manage("check")
    bare_site.manage("migrate", "--verbosity", "0")

    assert serves_a_page(bare_site) == "200"
    assert "installed" in bare_site.run("import courses; print(courses.__file__)")


def serves_a_page(site: BareSite) -> str:
    """The status of what a visitor of the bare site gets. To be extended to a lesson of a released course."""
    return site.run("from django.test import Client; print(Client().get('/').status_code)").strip()
