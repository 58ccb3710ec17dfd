"""The Danish translations hold what the source says, all of it translated.

``makemessages`` runs on a copy of the source and the result is compared; ``--write`` takes the result over
instead, ready to be translated. What we say in Danish for libraries no source of ours has: Wagtail, which
speaks little Danish (``wagtail_danish/``), and allauth, whose Danish is not ours (``allauth_danish/``). Those
catalogues are only checked for being translated.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ("courses", "tracking", "elearning", "templates", "assets", "locale")
LOCALE = Path("locale/da/LC_MESSAGES")
DOMAINS = {"django": ("html", "txt", "py"), "djangojs": ("js",)}
LIBRARIES = ("allauth_danish", "wagtail_danish")
Key = tuple[str, str, str]


def fresh_catalogues(copy: Path) -> None:
    """Bring the catalogues in a copy of the source up to date with it."""
    for name in SOURCE:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("dist", "*.mo", "__pycache__"))
    (copy / LOCALE).mkdir(parents=True, exist_ok=True)
    for domain, extensions in DOMAINS.items():
        endings = [part for extension in extensions for part in ("-e", extension)]
        subprocess.run(
            [
                *(sys.executable, "-m", "django", "makemessages", "-l", "da", "-d", domain, "-v", "0"),
                *("--no-location", "--no-obsolete", "--no-wrap", *endings),
            ],
            check=True,
            cwd=copy,
            env={
                **os.environ,
                "PYTHONPATH": str(copy),
                "DJANGO_SETTINGS_MODULE": "elearning.settings.testing",
            },
        )


def entries(path: Path) -> dict[Key, polib.POEntry]:
    if not path.exists():
        return {}
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural): entry
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def complaints(copy: Path) -> Iterator[str]:
    for domain in DOMAINS:
        relative = LOCALE / f"{domain}.po"
        committed, fresh = entries(ROOT / relative), entries(copy / relative)
        for key in fresh.keys() - committed.keys():
            yield f"{relative}: lacks »{key[1]}« (make messages)"
        for key in committed.keys() - fresh.keys():
            yield f"{relative}: no source says »{key[1]}« any more (make messages)"
        yield from untranslated(relative, committed.values())
    for path in sorted(path for folder in LIBRARIES for path in (ROOT / folder).rglob("*.po")):
        yield from untranslated(path.relative_to(ROOT), entries(path).values())


def untranslated(path: Path, of: Iterator[polib.POEntry]) -> Iterator[str]:
    for entry in of:
        if entry.fuzzy:
            yield f"{path}: »{entry.msgid}« is fuzzy"
        elif not entry.translated():
            yield f"{path}: »{entry.msgid}« is not translated"


def main(write: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        fresh_catalogues(copy)
        if write:
            (ROOT / LOCALE).mkdir(parents=True, exist_ok=True)
            for domain in DOMAINS:
                if (copy / LOCALE / f"{domain}.po").exists():
                    shutil.copy(copy / LOCALE / f"{domain}.po", ROOT / LOCALE)
            return 0
        found = sorted(complaints(copy))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv))
