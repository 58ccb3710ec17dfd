"""The documentation's own order: every page is found from an index, and every link leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.services import ROOT

pytestmark = pytest.mark.once
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
INDEXED = [path.name for path in DECISIONS]


def test_no_two_decisions_have_the_same_number() -> None:
    numbers = Counter(path.name[:4] for path in DECISIONS)

    assert [number for number, count in numbers.items() if count > 1] == []


@pytest.mark.parametrize("path", DECISIONS, ids=INDEXED)
def test_a_decision_begins_with_its_number_and_stands_in_the_index(path: Path) -> None:
    title = path.read_text(encoding="utf-8").splitlines()[0]

    assert title.startswith(f"# {int(path.name[:4])}. ")
    assert f"* [{title[2:]}]({path.name})" in (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")


def test_every_document_stands_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    documents = {path.relative_to(DOCS) for path in DOCS.rglob("*.md") if path.parent.name != "decisions"}

    assert [str(path) for path in sorted(documents - {Path("README.md")}) if f"({path.as_posix()})" not in index] == []


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))], ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []
