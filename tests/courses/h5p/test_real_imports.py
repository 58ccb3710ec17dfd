"""Real packages, where the folder with them lies beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from wagtail.models import Collection

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.import_h5p import ImportH5P
from courses.h5p.selectors import is_playable, pinned
from courses.h5p.storing import stored_names
from courses.models import H5PBuild

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "h5p"
PACKAGES = sorted(FOLDER.glob("*.h5p"))

pytestmark = pytest.mark.skipif(not PACKAGES, reason="There are no real packages beside the project.")


@pytest.mark.django_db
def test_real_packages_are_stored_whole_and_share_their_libraries(stored):
    versions = [
        ImportH5P(path, collection=Collection.get_first_root_node()).execute(skip_permission_checks=True)
        for path in PACKAGES
    ]
    for build in H5PBuild.objects.all():
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)

    for version in versions:
        assert is_playable(version), version
        assert version.main_build in pinned(version)
    rows = [*H5PBuild.objects.all(), *versions]
    assert stored() == sorted(name for row in rows for name in stored_names(row))
    keys = H5PBuild.objects.values_list("library", "patch")
    assert len(keys) == len(set(keys))
