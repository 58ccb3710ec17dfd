"""A package as the player wants it, straight from its file: no import, no rows, nothing checked."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from courses.h5p.player.playable import Open, Opened, Pin, Playable

NESTED = re.compile(r"^([\w.$-]+) (\d+\.\d+)$")


class Unpacked:
    def __init__(self, package: bytes) -> None:
        zipped = zipfile.ZipFile(io.BytesIO(package))
        self.files = {name: zipped.read(name) for name in zipped.namelist() if not name.endswith("/")}
        self.manifest = self.json("h5p.json")
        self.libraries = {
            (library["machineName"], f"{library['majorVersion']}.{library['minorVersion']}"): (folder, library)
            for name in self.files
            if name.count("/") == 1 and name.endswith("/library.json")
            for folder, library in [(name.split("/")[0], self.json(name))]
        }

    def json(self, name: str) -> Any:
        return json.loads(self.files[name].decode("utf-8-sig"))

    def playable(self, iri: str) -> Playable:
        content = self.json("content/content.json")
        main = next(key for key in self.libraries if key[0] == self.manifest["mainLibrary"])
        order: list[tuple[str, str]] = []
        for key in [*nested(content), main]:
            self.resolve(key, order)
        return Playable(
            title=self.manifest["title"],
            language=self.manifest.get("language", "und"),
            iri=iri,
            library=" ".join(main),
            pins=tuple(self.pin(key) for key in order),
            content=content,
            metadata={"title": self.manifest["title"], "license": self.manifest.get("license", "U")},
            open_content=self.opener("content/"),
        )

    def resolve(self, key: tuple[str, str], order: list[tuple[str, str]]) -> None:
        if key in order or key not in self.libraries:
            return
        for needed in self.libraries[key][1].get("preloadedDependencies", []):
            self.resolve((needed["machineName"], f"{needed['majorVersion']}.{needed['minorVersion']}"), order)
        order.append(key)

    def pin(self, key: tuple[str, str]) -> Pin:
        folder, library = self.libraries[key]
        content = b"".join(self.files[name] for name in sorted(self.files) if name.startswith(f"{folder}/"))
        return Pin(
            machine_name=key[0],
            major=int(library["majorVersion"]),
            minor=int(library["minorVersion"]),
            digest=hashlib.sha256(content).hexdigest(),
            scripts=tuple(entry["path"] for entry in library.get("preloadedJs", [])),
            styles=tuple(entry["path"] for entry in library.get("preloadedCss", [])),
            open=self.opener(f"{folder}/"),
        )

    def opener(self, folder: str) -> Open:
        def opened(path: str) -> Opened | None:
            found = self.files.get(folder + path)
            return None if found is None else Opened(io.BytesIO(found), len(found))

        return opened


def nested(value: Any) -> Iterator[tuple[str, str]]:
    """The libraries that are named in a content: ``{"library": "H5P.Image 1.1", ...}``."""
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    for child in children:
        yield from nested(child)
    library = value.get("library") if isinstance(value, dict) else None
    if isinstance(library, str) and (found := NESTED.match(library)):
        yield found[1], found[2]
