"""The walk has a world of its own; what a process remembers of releases is forgotten with it."""

from collections.abc import Iterator

import pytest

from courses.media import release_media
from courses.selectors import release_tree


@pytest.fixture(autouse=True, scope="module")
def no_releases_remembered() -> Iterator[None]:
    yield
    release_tree.cache_clear()
    release_media.cache_clear()
