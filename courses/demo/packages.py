"""Our own H5P packages, kept as folders so that they can be read, and written as ``.h5p`` files."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).with_name("h5p")
#: The demo's own: a quiz of two questions.
TWO_QUESTIONS = FOLDER / "to-spoergsmaal"
#: The same folder gives the same bytes, whenever it was checked out.
MOMENT = (2026, 1, 1, 0, 0, 0)


def packed(folder: Path) -> bytes:
    """The ``.h5p`` file of a folder that holds ``h5p.json``, ``content/`` and a folder for each library."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), MOMENT)
                package.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
