from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import Collection

from courses.actions.import_h5p import ImportH5P
from courses.actions.set_up_municipality import SetUpMunicipality
from courses.models import H5PVersion
from elearning.municipalities.models import Membership, Municipality
from tests.courses.h5p import small
from tests.factories import MunicipalityFactory, UserFactory
from tests.worlds import world

#: A package's file, the import's own arguments, and :func:`small.package`'s.
Importing = Callable[..., H5PVersion]


@pytest.fixture
def root(db: None) -> Collection:
    return Collection.get_first_root_node()


@pytest.fixture
def importing(tmp_path: Path, root: Collection) -> Importing:
    """``importing(activity=..., **changes to the package)`` imports a small package, into the root if not told."""

    def do(*, activity: Any = None, collection: Any = None, user: Any = None, **changes: Any) -> H5PVersion:
        path = small.package(tmp_path, **changes)
        place = {"activity": activity} if activity else {"collection": collection or root}
        return ImportH5P(path, user=user, **place).execute(skip_permission_checks=user is None)

    return do


@world
def approver(catalogue: Any) -> Any:
    """Somebody who may approve libraries, and nothing else in the admin."""
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "approve_h5pbuild"]))
    return user


@world
def glostrup(catalogue: Any) -> Municipality:
    municipality = MunicipalityFactory(code="161", name="Glostrup")
    SetUpMunicipality(municipality).execute(skip_permission_checks=True)
    return municipality


@world
def editor(glostrup: Municipality) -> Any:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=glostrup, role=Membership.Role.EDITOR)
    return user


@pytest.fixture
def stored(settings: Any) -> Callable[[], list[str]]:
    """``stored()``: every file below the media folder's ``h5p``."""
    folder = Path(settings.MEDIA_ROOT)
    return lambda: sorted(str(path.relative_to(folder)) for path in (folder / "h5p").rglob("*") if path.is_file())
