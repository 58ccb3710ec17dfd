"""Releases never change, but between two tests their keys do."""

from collections.abc import Iterator

import pytest

from courses.selectors import release_tree
from tracking.progress import selectors
from tracking.xapi import outline


@pytest.fixture(autouse=True)
def _forget_releases() -> Iterator[None]:
    yield
    caches = [release_tree, outline.release_outline, outline.release_pk]
    for cached in [*caches, selectors._criterion, selectors._audience_matters]:
        cached.cache_clear()
