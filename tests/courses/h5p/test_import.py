"""Importing a package: what is stored, and that nothing is where something goes wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.import_h5p import ImportH5P
from courses.h5p import storing
from courses.h5p.package import PackageRefused
from courses.h5p.selectors import is_playable, pinned
from courses.models import H5PActivity, H5PBuild, H5PLibrary, H5PPin, H5PVersion, ImmutableH5P
from tests.courses.h5p import small

pytestmark = pytest.mark.django_db
MODELS = (H5PActivity, H5PBuild, H5PLibrary, H5PPin, H5PVersion, ModelLogEntry)


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in MODELS}


def approve_all() -> None:
    for build in H5PBuild.objects.all():
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        data: bytes = file.read()
        return data


def test_an_imported_package_is_an_activity_with_its_content_files_and_builds(importing):
    version = importing()

    activity = version.activity
    assert (activity.title, activity.current_version, version.number) == ("Lille opgave", version, 1)
    assert version.content["question"] == "Hvem ejer gevinsten?"
    assert read(version.file_name("images/pixel.png")) == small.PNG
    assert version.metadata["license"] == "CC BY-SA"
    assert version.metadata["language"] == "da"
    assert [str(build) for build in pinned(version)] == ["H5P.Hjaelper 1.0.1", "H5P.Lille 1.0.1"]
    main = version.main_build
    assert (main.title, main.author, main.licence, main.runnable) == ("Lille", "Os selv", "MIT", True)
    assert main.preloaded_js == ["kode.js"]
    assert main.dependencies == [["H5P.Hjaelper", 1, 0]]
    assert read(main.file_name("kode.js")) == b"// lille"


def test_a_file_outside_the_package_has_no_name(importing):
    version = importing()

    for path in ("../../hemmelig", "content.json", ""):
        with pytest.raises(KeyError):
            version.file_name(path)


def test_names_in_the_storage_are_not_the_packages(importing, stored):
    importing()

    assert not [name for name in stored() if "pixel" in name or "kode" in name or "." in name]


def test_an_import_is_written_down_and_told(importing, django_capture_on_commit_callbacks):
    from courses.signals import h5p_imported

    told: list[H5PVersion] = []
    h5p_imported.connect(lambda version, **_: told.append(version), weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            version = importing()
    finally:
        h5p_imported.disconnect(dispatch_uid="test")

    assert told == [version]
    entry = ModelLogEntry.objects.get(action="courses.h5p.import")
    assert (entry.object_id, entry.data["number"]) == (str(version.activity.pk), 1)
    assert log_registry.action_exists("courses.h5p.import")


def test_new_libraries_wait_for_approval_and_the_activity_with_them(importing):
    version = importing()

    assert not is_playable(version)
    assert version.report["playable"] is False
    assert {library["new"] for library in version.report["libraries"]} == {True}
    approve_all()
    assert is_playable(version)


def test_a_second_package_uses_the_builds_that_are_there(importing, stored):
    first = importing()
    before = len(stored())
    second = importing(title="En anden", question="Hvad koster det?")

    assert H5PBuild.objects.count() == 2
    assert pinned(second) == pinned(first)
    assert len(stored()) == before + 1
    assert {library["new"] for library in second.report["libraries"]} == {False}


def test_content_alone_is_played_with_the_approved_libraries(importing):
    importing()
    approve_all()

    version = importing(libraries=False, title="Kun indhold")

    assert [str(build) for build in pinned(version)] == ["H5P.Hjaelper 1.0.1", "H5P.Lille 1.0.1"]
    assert is_playable(version)


def test_content_alone_is_refused_where_its_library_is_missing(importing, stored):
    before = rows()
    with pytest.raises(PackageRefused) as refused:
        importing(libraries=False)

    assert refused.value.rule == "missing_library"
    assert "H5P.Lille 1.0" in refused.value.detail
    assert (rows(), stored()) == (before, [])


def test_an_approved_build_takes_the_place_of_one_with_the_same_version_and_other_files(importing):
    approved = importing()
    approve_all()

    version = importing(code="// ond", title="Pakket om")

    assert pinned(version) == pinned(approved)
    assert [(each["where"], each["reason"]) for each in version.report["removed"]] == [("H5P.Lille-1.0", "other_build")]


def test_a_build_that_waits_takes_no_others_place(importing):
    importing(code="// ond")

    version = importing()

    assert H5PBuild.objects.count() == 3
    assert read(version.main_build.file_name("kode.js")) == b"// lille"


class TestReplacing:
    def test_a_new_package_is_a_new_version_of_the_same_activity(self, importing):
        first = importing()
        second = importing(activity=first.activity, question="Hvem ejer gevinsten nu?")

        assert (second.activity, second.number) == (first.activity, 2)
        assert H5PActivity.objects.get().current_version == second
        first.refresh_from_db()
        assert first.content["question"] == "Hvem ejer gevinsten?"
        assert read(first.file_name("images/pixel.png")) == small.PNG
        assert second.report["replaced"] is True

    def test_the_same_package_again_changes_nothing(self, importing, stored, tmp_path):
        first = importing()
        before, files = rows(), stored()

        action = ImportH5P(small.package(tmp_path), activity=first.activity)
        again = action.execute(skip_permission_checks=True)

        assert again == first
        assert action.report["unchanged"] is True
        assert (rows(), stored()) == (before, files)

    def test_what_the_editor_has_said_of_the_activity_stays(self, importing):
        first = importing()
        H5PActivity.objects.update(title="Vores titel", completion="score", pass_mark=60)
        importing(activity=first.activity, title="Pakkens titel", question="Nu?")

        activity = H5PActivity.objects.get()
        assert (activity.title, activity.completion, activity.pass_mark) == ("Vores titel", "score", 60)

    def test_with_a_package_that_is_refused_the_activity_is_as_it_was(self, importing, stored):
        first = importing()
        before, files = rows(), stored()

        with pytest.raises(PackageRefused):
            importing(activity=first.activity, main={"machineName": "../ond"})

        assert (rows(), stored()) == (before, files)
        assert H5PActivity.objects.get().current_version == first


class TestRights:
    def test_an_editor_imports_into_her_own_municipalitys_collection(self, importing, editor, glostrup):
        version = importing(collection=glostrup.collection, user=editor)

        assert version.activity.collection == glostrup.collection
        assert version.created_by == editor

    def test_and_nowhere_else(self, importing, editor, root, stored):
        other = root.add_child(name="En andens")
        for place in (root, other):
            with pytest.raises(PermissionDenied):
                importing(collection=place, user=editor)
        assert stored() == []

    def test_a_shared_activity_is_not_hers_to_replace(self, importing, editor):
        shared = importing().activity
        with pytest.raises(PermissionDenied):
            importing(activity=shared, user=editor, question="Vores?")

    def test_a_municipalitys_activity_is_not_a_designers(self, importing, editor, glostrup, designer):
        theirs = importing(collection=glostrup.collection, user=editor).activity
        with pytest.raises(PermissionDenied):
            importing(activity=theirs, user=designer, question="Vores?")

    def test_a_designer_imports_shared_ones(self, importing, designer, root):
        assert importing(user=designer).activity.collection == root


class TestAnythingCanGoWrong:
    """And then there is no row and no file more than before."""

    @pytest.mark.parametrize("moment", range(4))
    def test_with_the_storage(self, importing, stored, monkeypatch, moment):
        save, saved = default_storage.save, []

        def fail(name: str, content: Any, **more: Any) -> str:
            if len(saved) == moment:
                # As a disk that is full leaves it.
                save(name, content, **more)
                raise OSError("No space left on device")
            saved.append(name)
            return save(name, content, **more)

        monkeypatch.setattr(default_storage, "save", fail)
        before = rows()
        with pytest.raises(OSError, match="No space"):
            importing()

        # Four files, of which two are the same: the fourth time nothing goes wrong.
        assert (rows(), stored()) == (before, [])

    @pytest.mark.parametrize("model", [H5PLibrary, H5PBuild, H5PActivity, H5PVersion, H5PPin])
    def test_with_the_database(self, importing, stored, monkeypatch, model):
        def fail(*_args: Any, **_more: Any) -> Any:
            raise RuntimeError("the server went away")

        monkeypatch.setattr(model._default_manager, "create", fail)
        monkeypatch.setattr(model._default_manager, "bulk_create", fail)
        monkeypatch.setattr(model._default_manager, "get_or_create", fail)
        before = rows()
        with pytest.raises(RuntimeError, match="went away"):
            importing()

        assert (rows(), stored()) == (before, [])

    def test_when_somebody_interrupts(self, importing, stored, monkeypatch):
        monkeypatch.setattr(storing.Writing, "_write", _interrupted_after(1, storing.Writing._write))
        before = rows()
        with pytest.raises(KeyboardInterrupt):
            importing()

        assert (rows(), stored()) == (before, [])

    def test_files_that_change_underneath_are_not_stored(self, importing, stored, monkeypatch):
        monkeypatch.setattr(storing._Hashed, "sha256", property(lambda _self: "0" * 64))
        with pytest.raises(storing.NotWhatItWas):
            importing()

        assert (rows()["H5PBuild"], stored()) == (0, [])


def _interrupted_after(count: int, write: Any) -> Any:
    done: list[str] = []

    def interrupted(self: Any, name: str, *args: Any) -> None:
        if len(done) == count:
            raise KeyboardInterrupt
        done.append(name)
        write(self, name, *args)

    return interrupted


def test_a_build_and_a_version_do_not_change(importing):
    version = importing()
    build = version.main_build

    build.title = "Et andet"
    for change in (build.save, version.save, lambda: H5PBuild.objects.update(patch=2)):
        with pytest.raises(ImmutableH5P):
            change()
    with pytest.raises(ImmutableH5P):
        H5PVersion.objects.update(content={})


def test_text_no_database_takes_is_taken_without_what_is_wrong_with_it(importing):
    version = importing(
        content={"question": "Hvem\x00 ejer\ud800 gevinsten? 😀"},
        metadata={"authors": [{"name": "Ka\x00ren\udfff", "role": "Author"}]},
        main=small.library(small.MAIN, needs=small.HELPER, author="\x00\ud83d", dynamic="\x00"),
    )

    stored = H5PVersion.objects.get(pk=version.pk)
    assert stored.content["question"].startswith("Hvem")
    assert "\x00" not in json.dumps(stored.content) + stored.main_build.author


def test_a_version_number_that_no_database_holds_is_refused(importing, stored):
    before = rows()
    with pytest.raises(PackageRefused):
        importing(main=small.library(small.MAIN, needs=small.HELPER, patch=2**40))
    assert (rows(), stored()) == (before, [])


def test_the_progress_only_grows_and_names_every_step(root, tmp_path):
    told: list[tuple[str, int]] = []
    ImportH5P(
        small.package(tmp_path), collection=root, progress=lambda step, percent: told.append((step, percent))
    ).execute(skip_permission_checks=True)

    assert [percent for _step, percent in told] == sorted(percent for _step, percent in told)
    assert {step for step, _percent in told} == {"validate", "sanitise", "resolve", "store", "report"}
    assert told[-1][1] < 100
