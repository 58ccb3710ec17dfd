"""What an upgrade gives to groups that were there before H5P was."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import Collection, GroupCollectionPermission

from courses.actions.set_up_groups import DESIGNERS
from courses.h5p.groups import APPROVERS, ensure_approvers

pytestmark = pytest.mark.django_db
RIGHTS = {"add_h5pactivity", "change_h5pactivity", "choose_h5pactivity"}


def upgrade() -> None:
    """The migration asks the schema editor for its connection only, and there is none inside a transaction."""
    import_module("courses.migrations.0006_h5p_rights").give_rights(apps, SimpleNamespace(connection=connection))


def held(group: Any) -> set[tuple[str, str]]:
    rows = GroupCollectionPermission.objects.filter(group=group, permission__codename__endswith="h5pactivity")
    return set(rows.values_list("collection__name", "permission__codename"))


def test_designers_and_editors_get_what_new_ones_have(catalogue, designer, glostrup):
    designers = Group.objects.get(name=DESIGNERS)
    before = [held(designers), held(glostrup.editor_group)]
    GroupCollectionPermission.objects.filter(permission__codename__in=RIGHTS).delete()
    Permission.objects.filter(codename__in=RIGHTS).delete()  # as they are not made yet while an upgrade runs

    upgrade()

    assert [held(designers), held(glostrup.editor_group)] == before
    assert {codename for _place, codename in before[1]} == RIGHTS
    upgrade()
    assert [held(designers), held(glostrup.editor_group)] == before


def test_nobody_else_gets_anything(catalogue, glostrup):
    GroupCollectionPermission.objects.filter(permission__codename__in=RIGHTS).delete()
    upgrade()
    assert held(glostrup.approver_group) == set()
    assert not Group.objects.filter(name=APPROVERS, collection_permissions__isnull=False)


def test_a_group_that_has_nothing_on_the_shared_files_is_left_alone(db):
    designers, _made = Group.objects.get_or_create(name=DESIGNERS)
    GroupCollectionPermission.objects.filter(group=designers, collection=Collection.get_first_root_node()).delete()
    upgrade()
    assert held(designers) == set()


def test_the_approvers_group_exists_with_what_it_takes_and_nobody_in_it(db):
    group = Group.objects.get(name=APPROVERS)
    assert set(group.permissions.values_list("codename", flat=True)) == {"access_admin", "approve_h5pbuild"}
    assert not group.user_set.exists()
    ensure_approvers(using="default")
    assert Group.objects.filter(name=APPROVERS).count() == 1
