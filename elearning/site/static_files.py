"""How static files are kept for serving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "hyldefri/"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Compresses what learners fetch, often over a train's network.

    The admin's many hundred files stay as they are: compressing them makes every deployment wait twenty seconds.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files([path for path in paths if path.startswith(OURS)])
