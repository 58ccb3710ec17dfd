"""Approving, withdrawing and removing libraries."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from courses.actions.approve_h5p_library import ApproveH5PLibrary, WithdrawH5PLibrary
from courses.actions.change_h5p import RemoveH5P
from courses.actions.remove_h5p_library import H5PLibraryInUse, RemoveH5PLibrary
from courses.h5p.package import LibraryKey
from courses.h5p.registry import InstalledBuilds
from courses.h5p.selectors import is_playable, uses_of_build
from courses.models import H5PBuild, H5PLibrary
from tests.courses.h5p import small
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_approval_says_who_and_when_and_is_written_down(importing, approver):
    build = ApproveH5PLibrary(importing().main_build, user=approver).execute()

    assert (build.approved_by, build.is_approved) == (approver, True)
    entry = ModelLogEntry.objects.get(action="courses.h5p.library.approve")
    assert (entry.user, entry.data["digest"]) == (approver, build.digest)


def test_approving_again_keeps_the_first_persons_name(importing, approver):
    build = ApproveH5PLibrary(importing().main_build, user=approver).execute()
    again = ApproveH5PLibrary(build, user=UserFactory(is_superuser=True)).execute()

    assert again.approved_by == approver
    assert ModelLogEntry.objects.filter(action="courses.h5p.library.approve").count() == 1


def test_a_withdrawn_approval_stops_what_is_played_with_it(importing, approver):
    version = importing()
    for build in H5PBuild.objects.all():
        ApproveH5PLibrary(build, user=approver).execute()
    assert is_playable(version)

    WithdrawH5PLibrary(H5PBuild.objects.get(library__machine_name=small.HELPER), user=approver).execute()

    assert not is_playable(version)


@pytest.mark.parametrize("action", [ApproveH5PLibrary, WithdrawH5PLibrary, RemoveH5PLibrary])
def test_it_takes_a_permission_of_its_own(importing, action, designer, editor):
    build = importing().main_build
    for user in (designer, editor, None):
        with pytest.raises(PermissionDenied):
            action(build, user=user).execute()
    assert H5PBuild.objects.get(pk=build.pk).approved_at is None


def test_what_is_used_is_not_removed(importing, approver, stored):
    version = importing()
    before = stored()
    for build in version.builds.all():
        with pytest.raises(H5PLibraryInUse):
            RemoveH5PLibrary(build, user=approver).execute()

    assert (H5PBuild.objects.count(), stored()) == (2, before)
    assert not ModelLogEntry.objects.filter(action="courses.h5p.library.remove").exists()


def test_what_nothing_uses_is_removed_with_its_files_and_its_library(
    importing, approver, stored, django_capture_on_commit_callbacks
):
    version = importing()
    builds = list(version.builds.all())
    with django_capture_on_commit_callbacks(execute=True):
        RemoveH5P(version.activity).execute(skip_permission_checks=True)
        for build in builds:
            RemoveH5PLibrary(build, user=approver).execute()

    assert (H5PBuild.objects.count(), H5PLibrary.objects.count(), stored()) == (0, 0, [])


def test_a_library_stays_while_it_has_another_build(importing, approver):
    old, new = importing(code="// en"), importing(code="// to")
    RemoveH5P(old.activity).execute(skip_permission_checks=True)
    RemoveH5PLibrary(old.main_build, user=approver).execute()

    assert list(new.main_build.library.builds.all()) == [new.main_build]


def test_a_library_that_a_colleague_has_just_removed_is_removed_once(importing, approver):
    version = importing()
    RemoveH5P(version.activity).execute(skip_permission_checks=True)
    for _colleague in range(2):
        RemoveH5PLibrary(version.main_build, user=approver).execute()

    assert not H5PBuild.objects.filter(pk=version.main_build_id).exists()
    assert ModelLogEntry.objects.filter(action="courses.h5p.library.remove").count() == 1


def test_a_build_that_only_an_earlier_package_uses_is_used(importing, approver):
    first = importing(code="// en")
    importing(activity=first.activity, code="// to")

    assert uses_of_build(first.main_build, approver).others == 1


class TestWhatIsInstalled:
    def key(self, name: str = small.MAIN) -> LibraryKey:
        return LibraryKey(name, 1, 0)

    def test_is_what_is_approved(self, importing):
        version = importing()
        assert len(InstalledBuilds()) == 0

        ApproveH5PLibrary(version.main_build).execute(skip_permission_checks=True)

        found = InstalledBuilds()
        assert list(found) == [self.key()]
        build = found[self.key()]
        assert (build.digest, build.runnable) == (version.main_build.digest, True)
        assert build.dependencies == (self.key(small.HELPER),)
        assert build.semantics is not None

    def test_of_two_builds_is_the_one_with_the_higher_patch(self, importing):
        old = importing(main=small.library(small.MAIN, patch=9, needs=small.HELPER))
        new = importing(main=small.library(small.MAIN, patch=10, needs=small.HELPER))
        for version in (new, old):
            ApproveH5PLibrary(version.main_build).execute(skip_permission_checks=True)

        assert InstalledBuilds()[self.key()].digest == new.main_build.digest

    def test_takes_a_query_for_the_names_and_one_a_library(self, importing, django_assert_num_queries):
        ApproveH5PLibrary(importing().main_build).execute(skip_permission_checks=True)
        with django_assert_num_queries(2):
            found = InstalledBuilds()
            assert self.key() in found
            assert found[self.key()] is found[self.key()]
