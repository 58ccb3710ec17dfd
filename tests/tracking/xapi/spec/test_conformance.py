"""docs/xapi-conformance.md names functions that exist, and no public check is missing from it."""

import importlib
import re
from pathlib import Path

from tracking.xapi.spec import canonical, validation

TEXT = (Path(__file__).parents[4] / "docs" / "xapi-conformance.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:(?:validation|store|resources)\.)?[a-z]+\.[A-Za-z_]+)`", TEXT)))
BESIDE_THE_SPECIFICATION = ("store", "resources")


def test_every_function_that_is_named_exists():
    assert len(NAMED) > 30
    for name in NAMED:
        module, _, function = name.rpartition(".")
        package = "tracking.xapi" if module.startswith(BESIDE_THE_SPECIFICATION) else "tracking.xapi.spec"
        assert hasattr(importlib.import_module(f"{package}.{module}"), function), name


def test_every_public_check_is_named():
    named = {name.rpartition(".")[2] for name in NAMED}
    assert {name for name in validation.__all__ if name.startswith("check_")} <= named
    assert {name for name in vars(canonical) if name.startswith("as_") or name == "same"} <= named


def test_every_row_says_what_holds_it():
    rows = [line.strip("|").split("|") for line in TEXT.splitlines() if line.startswith("| ")]
    assert len(rows) > 60
    assert [row for row in rows if len(row) != 4 or not all(cell.strip() for cell in row)] == []
