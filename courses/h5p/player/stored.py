"""An imported version as the player wants it: its rows, and its files in the default storage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage

from courses.h5p.player.playable import Open, Opened, Pin, Playable
from courses.models.h5p import H5PBuild, H5PPin, H5PVersion

#: A version never changes, and a film is asked for in many parts: this process remembers the last ones it played.
REMEMBERED = 16


def playable(version: H5PVersion, *, iri: str) -> Playable | None:
    """The version, ready to play; None while one of its libraries waits for approval.

    ``iri`` is what its statements are about. One query where the version has been played before, else four; ``version``
    may come without its content.
    """
    if H5PPin.objects.filter(version=version, build__approved_at__isnull=True).exists():
        return None
    loaded = _loaded(version.pk, version.folder)
    return replace(loaded, iri=iri, title=loaded.title or version.activity.title) if loaded.pins else None


@lru_cache(maxsize=REMEMBERED)
def _loaded(pk: int, folder: str) -> Playable:
    """``folder`` is in the key because it is a version's own for good; a number may be another's after a restore."""
    version = H5PVersion.objects.get(pk=pk, folder=folder)
    pins = H5PPin.objects.filter(version=version).order_by("order").select_related("build__library")
    builds = [pin.build for pin in pins.defer("build__semantics", "build__library_json")]
    return Playable(
        title=str(version.metadata.get("title") or ""),
        language=_language(version.metadata.get("language")),
        iri="",
        library=next((str(build.library) for build in builds if build.pk == version.main_build_id), ""),
        pins=tuple(_pin(build) for build in builds),
        content=version.content,
        metadata=version.metadata,
        open_content=opener(version.content_files, version.file_name),
    )


def _pin(build: H5PBuild) -> Pin:
    return Pin(
        machine_name=build.library.machine_name,
        major=build.library.major,
        minor=build.library.minor,
        digest=build.digest,
        scripts=tuple(build.preloaded_js),
        styles=tuple(build.preloaded_css),
        open=opener(build.files, build.file_name),
    )


def opener(files: Mapping[str, Mapping[str, Any]], file_name: Callable[[str], str]) -> Open:
    def opened(path: str) -> Opened | None:
        if path not in files:
            return None
        try:
            stream = default_storage.open(file_name(path))
        except FileNotFoundError:
            return None
        return Opened(stream, files[path]["size"])

    return opened


def _language(code: object) -> str:
    """A language tag for the page; what packages write there is ``da``, ``nb``, ``und`` or nothing."""
    return code if isinstance(code, str) and code.replace("-", "").isalnum() and len(code) <= 12 else "und"
