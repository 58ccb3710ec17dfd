"""What a process remembers of the record store, it forgets between two tests: their rows are gone."""

from collections.abc import Iterator

import pytest

from tracking.xapi.store import clock, definitions


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    definitions._seen.clear()
    clock._remembered = None
    yield
    definitions._seen.clear()
    clock._remembered = None
