"""The core that is shipped is the one whose interface packages are measured by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from courses.h5p.package.limits import CORE_API, PLAYER

ROOT = Path(__file__).parents[3]
BUILT = ROOT / "courses/static/hyldefri/dist/h5p"


def test_a_new_h5p_standalone_is_looked_at_before_it_is_shipped():
    """Its bundle does not name the interface: whoever moves it says what it is, in courses/h5p/package/limits.py."""
    locked = json.loads((ROOT / "package-lock.json").read_text())

    assert locked["packages"]["node_modules/h5p-standalone"]["version"] == PLAYER


@pytest.mark.skipif(not BUILT.is_dir(), reason="the assets are not built")
def test_the_built_core_has_what_came_with_that_interface():
    """Themes came with 1.28; the core of 1.27 has no style of that name."""
    assert CORE_API == (1, 28)
    assert "--h5p-theme-main-cta-base" in (BUILT / "core.css").read_text()
    assert "h5p-theme" in (BUILT / "core.js").read_text()
