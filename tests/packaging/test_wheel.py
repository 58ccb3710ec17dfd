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
#: Migrations make models by the thousand: to look through them for garbage is a quarter of their time.
MIGRATE = """
import gc
import django
from django.core.management import call_command
gc.disable()
django.setup()
call_command("migrate", verbosity=0)
"""

#: What is looked at in one process, for each takes seconds to begin.
LESSON = """
import courses
from bare_site.lesson import main
from django.core.management import call_command
call_command("check")
print(courses.__file__)
main()
"""
SOURCE = (
    "courses",
    "tracking",
    "elearning",
    "templates",
    "locale",
    "wagtail_danish",
    "allauth_danish",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)


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
    """An environment that was empty before the wheel was installed in it, and the bare site in a folder beside it."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "environment" / "bin" / "python"
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(locked_versions()))
        uv = Path(sys.executable).with_name("uv")
        run(uv, "venv", "--quiet", "--python", sys.executable, folder / "environment")
        run(uv, "pip", "install", "--quiet", "--python", self.python, "--constraint", constraints, wheel)
        shutil.copytree(BARE_SITE, folder / "bare_site", ignore=shutil.ignore_patterns("__pycache__"))

    def python_runs(self, *arguments: str) -> str:
        """What the environment's Python writes, in the bare site's folder."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        result = subprocess.run(
            [str(self.python), *arguments],
            cwd=self.folder,
            env={
                **kept,
                "BARE_SITE_FOLDER": str(self.folder),
                "DJANGO_SETTINGS_MODULE": "bare_site.settings",
                "PYTHONPATH": str(self.folder),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def manage(self, *arguments: str) -> str:
        return self.python_runs("-m", "django", *arguments)


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


def test_a_bare_wagtail_site_takes_the_apps_in_and_serves_a_lesson(bare_site: BareSite) -> None:
    bare_site.python_runs("-c", MIGRATE)

    said = bare_site.manage("shell", "--no-imports", "--command", LESSON).splitlines()

    assert "no issues" in said[0]
    assert "site-packages" in said[1]
    assert said[2].split() == ["200", "True", "True"]


def test_the_apps_bring_nothing_that_only_the_complete_site_needs(bare_site: BareSite) -> None:
    found = bare_site.python_runs(
        "-c", "from importlib.util import find_spec; print(find_spec('allauth'), find_spec('structlog'))"
    )

    assert found.split() == ["None", "None"]


def locked_versions() -> list[str]:
    """``name==version`` of everything in the lock, without hashes."""
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return [line.rstrip(" \\") for line in lines if line and line[0].isalnum()]


def run(*command: object) -> None:
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
