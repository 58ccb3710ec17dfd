from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from courses.actions.set_up_groups import SetUpGroups
from courses.demo.site import set_up_site
from courses.models import CatalogueIndexPage, CoursePage, Variant
from tests.courses.factories import make_course, make_variant
from tests.courses.tailoring import member, tailored_tree, with_process_lock
from tests.factories import UserFactory
from tests.worlds import world


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@world
def catalogue() -> CatalogueIndexPage:
    return set_up_site()


@world
def course(catalogue: CatalogueIndexPage) -> CoursePage:
    return make_course(catalogue)


@world
def designer(catalogue: CatalogueIndexPage) -> Any:
    user = UserFactory()
    user.groups.add(SetUpGroups(catalogue).execute())
    return user


@world
def bystander() -> Any:
    """Somebody with access to the admin, and to no course."""
    from django.contrib.auth.models import Permission

    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def designer_client(client: Client, designer: Any) -> Client:
    client.force_login(designer)
    return client


@pytest.fixture
def bystander_client(client: Client, bystander: Any) -> Client:
    client.force_login(bystander)
    return client


@world
def tailored(catalogue: CatalogueIndexPage) -> Variant:
    """A municipality's own version of a course with locks, untouched."""
    return make_variant(make_course(catalogue, with_process_lock(tailored_tree())))


@world
def editor(tailored: Variant) -> Any:
    """An editor of the municipality whose version ``tailored`` is."""
    return member(tailored.municipality)


@pytest.fixture
def editor_client(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client
