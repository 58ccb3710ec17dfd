"""One script and one stylesheet for all the libraries a version runs with.

A bundle's name is the hash of the exact builds in it, so it can be kept for good. Addresses in a bundle are relative to
its own (``<prefix>/bundles/<name>``), so that the same bytes serve every learner.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from courses.h5p.player.playable import Pin
from courses.h5p.player.styles import moved

#: Part of every bundle's name: raise it when the same builds are bundled in another way.
FORMAT = 1
#: Seen from ``<prefix>/bundles/``.
LIBRARIES = "../libraries/"

#: Every file runs as a script element of its own: one that fails stops no other, "use strict" stays within its file,
#: and ``document.currentScript.src`` says where it would have come from (webpack asks).
RUNNER = """(function (files) {
  "use strict";
  var libraries = new URL("../libraries/", document.currentScript.src).href;
  files.forEach(function (file) {
    var script = document.createElement("script");
    Object.defineProperty(script, "src", { value: libraries + file[0] });
    script.text = file[1] + "\\n//# sourceURL=" + libraries + file[0];
    document.head.appendChild(script);
  });
})([
%s
]);
"""


def name(pins: Iterable[Pin]) -> str:
    """The name of the bundles of these builds in this order."""
    parts = [str(FORMAT), *(f"{pin.folder}={pin.digest}" for pin in pins)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def script(pins: Sequence[Pin]) -> str:
    """All scripts, in load order. A file the build lacks is passed over, as a server would answer 404."""
    files = [
        f"[{json.dumps(f'{pin.folder}/{path}')},{json.dumps(text)}]"
        for pin in pins
        for path in pin.scripts
        if (text := read_text(pin, path)) is not None
    ]
    return RUNNER % ",\n".join(files)


def style(pins: Sequence[Pin]) -> str:
    """All stylesheets, in load order, with their addresses rewritten."""
    folders = {pin.folder: pin for pin in pins}

    def read(path: str) -> str | None:
        folder, _slash, inside = path.partition("/")
        return read_text(folders[folder], inside) if folder in folders else None

    return "\n".join(moved(f"{pin.folder}/{path}", read, LIBRARIES) for pin in pins for path in pin.styles)


def read_text(pin: Pin, path: str) -> str | None:
    """A text file of a build; bytes that are no UTF-8 are replaced, for a stray one must not stop a lesson."""
    opened = pin.open(path)
    if opened is None:
        return None
    with opened.stream as stream:
        return stream.read().decode("utf-8", errors="replace").removeprefix("\ufeff")
