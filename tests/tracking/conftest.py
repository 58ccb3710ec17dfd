"""Releases never change, but between two tests their keys do; and brokers that are there, or are not."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from courses.selectors import release_tree
from tests.tracking import services
from tracking.progress import selectors
from tracking.xapi import outline


@pytest.fixture(autouse=True)
def _forget_releases() -> Iterator[None]:
    yield
    caches = [release_tree, outline.release_outline, outline.release_pk]
    for cached in [*caches, selectors._criterion, selectors._audience_matters]:
        cached.cache_clear()


@pytest.fixture(params=["gone", "silent"])
def dead_broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A broker that is not there, and one that takes the connection and says nothing."""
    path = tmp_path / "dead.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        if request.param == "silent":
            listener.bind(str(path))
            listener.listen(64)
        with services.broker_at(f"redis+socket://{path}"):
            yield
