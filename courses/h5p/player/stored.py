"""An imported version as the player wants it: its rows, and its files in the default storage."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.storage import default_storage

from courses.h5p.player.playable import Open, Opened, Pin, Playable
from courses.models.h5p import H5PBuild, H5PPin, H5PVersion


def playable(version: H5PVersion, *, iri: str) -> Playable | None:
    """The version, ready to play; None while one of its libraries waits for approval.

    ``iri`` is what its statements are about. Two queries.
    """
    pins = H5PPin.objects.filter(version=version).order_by("order").select_related("build__library")
    builds = [pin.build for pin in pins.defer("build__semantics", "build__library_json")]
    if not builds or not all(build.is_approved for build in builds):
        return None
    main = next(build for build in builds if build.pk == version.main_build_id)
    return Playable(
        title=str(version.metadata.get("title") or version.activity.title),
        language=_language(version.metadata.get("language")),
        iri=iri,
        library=str(main.library),
        pins=tuple(_pin(build) for build in builds),
        content=version.content,
        metadata=version.metadata,
        open_content=_opener(version),
    )


def _pin(build: H5PBuild) -> Pin:
    return Pin(
        machine_name=build.library.machine_name,
        major=build.library.major,
        minor=build.library.minor,
        digest=build.digest,
        scripts=tuple(build.preloaded_js),
        styles=tuple(build.preloaded_css),
        open=_opener(build),
    )


def _opener(row: H5PBuild | H5PVersion) -> Open:
    files = row.files if isinstance(row, H5PBuild) else row.content_files

    def opened(path: str) -> Opened | None:
        if path not in files:
            return None
        try:
            stream = default_storage.open(row.file_name(path))
        except FileNotFoundError:
            return None
        return Opened(cast(BinaryIO, stream), files[path]["size"])

    return opened


def _language(code: object) -> str:
    """A language tag for the page; what packages write there is ``da``, ``nb``, ``und`` or nothing."""
    return code if isinstance(code, str) and code.replace("-", "").isalnum() and len(code) <= 12 else "und"
