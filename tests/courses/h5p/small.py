"""A small package: one content type, one library that it needs, one picture."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

#: The smallest picture there is: one transparent pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000050001"
    "0d0a2db40000000049454e44ae426082"
)
MAIN = "H5P.Lille"
HELPER = "H5P.Hjaelper"


def library(name: str, *, minor: int = 0, patch: int = 1, needs: str = "", **more: Any) -> dict[str, Any]:
    dependencies = [{"machineName": needs, "majorVersion": 1, "minorVersion": 0}] if needs else []
    return {
        "title": name.removeprefix("H5P."),
        "machineName": name,
        "majorVersion": 1,
        "minorVersion": minor,
        "patchVersion": patch,
        "runnable": 1 if name == MAIN else 0,
        "author": "Os selv",
        "license": "MIT",
        "preloadedJs": [{"path": "kode.js"}],
        "preloadedDependencies": dependencies,
        **more,
    }


def entries(
    *,
    title: str = "Lille opgave",
    question: str = "Hvem ejer gevinsten?",
    code: str = "// lille",
    helper_code: str = "// hjælper",
    libraries: bool = True,
    content: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    main: dict[str, Any] | None = None,
) -> dict[str, bytes]:
    """What is in the package, by name."""
    manifest = {
        "title": title,
        "language": "da",
        "mainLibrary": MAIN,
        "license": "CC BY-SA",
        "licenseVersion": "4.0",
        "authors": [{"name": "Karen Karlsen", "role": "Author"}],
        "embedTypes": ["div"],
        "preloadedDependencies": [{"machineName": MAIN, "majorVersion": 1, "minorVersion": 0}],
        **(metadata or {}),
    }
    semantics = [
        {"name": "question", "type": "text", "label": "Spørgsmål"},
        {"name": "image", "type": "image", "label": "Billede", "optional": True},
    ]
    picture = {"path": "images/pixel.png", "mime": "image/png", "copyright": {"license": "U"}}
    found = {
        "h5p.json": _json(manifest),
        "content/content.json": _json(content or {"question": question, "image": picture}),
        "content/images/pixel.png": PNG,
    }
    if libraries:
        found |= {
            f"{MAIN}-1.0/library.json": _json(main or library(MAIN, needs=HELPER)),
            f"{MAIN}-1.0/semantics.json": _json(semantics),
            f"{MAIN}-1.0/kode.js": code.encode(),
            f"{HELPER}-1.0/library.json": _json(library(HELPER)),
            f"{HELPER}-1.0/kode.js": helper_code.encode(),
        }
    return found


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def package(folder: Path, name: str = "lille.h5p", **changes: Any) -> Path:
    """A .h5p file in ``folder``; ``changes`` as for :func:`entries`."""
    path = folder / name
    path.write_bytes(packed(entries(**changes)))
    return path


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
