"""An uploaded package and the worker that has it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Collection

from courses.actions.import_h5p import ImportH5P
from courses.actions.run_h5p_import import RunH5PImport
from courses.actions.start_h5p_import import StartH5PImport
from courses.h5p import refusals, storing, sweeping, tasks
from courses.models import H5PActivity, H5PBuild, H5PImport, H5PVersion
from tests.courses.h5p import small
from tests.factories import UserFactory
from tests.services import WorkerProcess
from tests.waiting import wait_for


def upload(**changes: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("Lille opgave.h5p", small.packed(small.entries(**changes)))


def start(user: Any = None, **changes: Any) -> H5PImport:
    user = user or UserFactory(is_superuser=True)
    return StartH5PImport(upload(**changes), collection=Collection.get_first_root_node(), user=user).execute()


def later(row: H5PImport, **ago: float) -> None:
    H5PImport.objects.filter(pk=row.pk).update(updated_at=timezone.now() - timedelta(**ago))


@pytest.mark.django_db
class TestOneImport:
    def test_waits_with_its_file(self):
        row = start()

        assert (row.state, row.filename) == ("waiting", "Lille opgave.h5p")
        assert default_storage.exists(row.file.name)
        assert "opgave" not in row.file.name

    def test_is_done_with_its_report_and_without_its_file(self, stored):
        row = start()
        version = RunH5PImport(row.pk).execute()

        row.refresh_from_db()
        assert (row.state, row.percent, row.version, row.activity) == ("done", 100, version, version.activity)
        assert row.report["libraries"][0]["name"] == "H5P.Hjaelper 1.0.1"
        assert not row.file
        assert not [name for name in stored() if name.startswith("h5p/imports")]

    def test_that_is_refused_names_the_rule_and_the_file_and_leaves_none(self, broker, stored):
        row = start(main={"machineName": "H5P.Lille", "majorVersion": "x"})
        assert RunH5PImport(row.pk).execute() is None

        row = refusals.kept(row.pk)
        assert row.state == "refused"
        assert (row.refused_rule, row.refused_file) == (row.report["rule"], row.report["in_file"])
        assert row.refused_rule == "bad_library"
        assert "library.json" in row.refused_file
        assert row.report["message"]
        rows = [model.objects.count() for model in (H5PImport, H5PBuild, H5PActivity)]
        assert (stored(), rows) == ([], [0, 0, 0])

    def test_that_is_refused_while_the_cache_is_down_is_told_by_its_row(self, dead_broker, stored):
        row = start(main={"machineName": "H5P.Lille", "majorVersion": "x"})
        RunH5PImport(row.pk).execute()

        row.refresh_from_db()
        assert (row.state, row.refused_rule, row.file.name, stored()) == ("refused", "bad_library", "", [])
        assert row.report["message"]

    def test_runs_once(self):
        row = start()
        RunH5PImport(row.pk).execute()

        assert RunH5PImport(row.pk).execute() is None
        assert H5PVersion.objects.count() == 1

    def test_that_somebody_has_is_nobody_elses(self):
        row = start()
        H5PImport.objects.update(state="working", task_id="en anden")

        assert RunH5PImport(row.pk, task_id="min").execute() is None
        assert H5PVersion.objects.count() == 0

    def test_comes_back_to_the_task_that_had_it(self):
        row = start()
        H5PImport.objects.update(state="working", task_id="min", tries=1)

        assert RunH5PImport(row.pk, task_id="min").execute() is not None

    def test_that_workers_die_of_is_given_up(self, broker, stored):
        row = start()
        H5PImport.objects.update(state="working", task_id="min", tries=2)

        assert RunH5PImport(row.pk, task_id="min").execute() is None
        told = refusals.kept(row.pk)
        assert (told.state, stored(), H5PImport.objects.count()) == ("failed", [], 0)
        assert told.report["message"].startswith("Importen blev afbrudt.")

    def test_that_breaks_says_so_and_leaves_nothing(self, broker, monkeypatch, stored):
        monkeypatch.setattr(storing.Writing, "folder", lambda *_: 1 / 0)
        row = start()
        assert RunH5PImport(row.pk).execute() is None

        assert refusals.kept(row.pk).state == "failed"
        assert (stored(), H5PBuild.objects.count(), H5PImport.objects.count()) == ([], 0, 0)

    def test_is_tried_again_where_the_database_is_busy(self, monkeypatch):
        monkeypatch.setattr(ImportH5P, "execute", lambda _self: (_ for _ in ()).throw(OperationalError("locked")))
        row = start()
        with pytest.raises(OperationalError):
            RunH5PImport(row.pk, task_id="min").execute()

        row.refresh_from_db()
        assert (row.state, row.task_id) == ("working", "min")

    def test_asks_for_the_right_again(self, broker, editor, glostrup):
        row = StartH5PImport(upload(), collection=glostrup.collection, user=editor).execute()
        editor.memberships.all().delete()
        RunH5PImport(row.pk).execute()

        assert refusals.kept(row.pk).state == "failed"
        assert H5PVersion.objects.count() == 0

    def test_cannot_begin_where_one_has_no_right(self, editor, stored):
        with pytest.raises(PermissionDenied):
            start(editor)
        assert (H5PImport.objects.count(), stored()) == (0, [])

    def test_whose_upload_breaks_off_leaves_neither_row_nor_file(self, monkeypatch, stored):
        monkeypatch.setattr(H5PImport, "save", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            start()
        assert stored() == []

    def test_for_an_activity_that_has_gone_goes_with_it(self, importing):
        activity = importing().activity
        row = StartH5PImport(upload(), activity=activity, user=UserFactory(is_superuser=True)).execute()
        H5PActivity.objects.update(current_version=None)
        H5PActivity.objects.all().delete()

        assert RunH5PImport(row.pk).execute() is None
        assert H5PImport.objects.count() == 0

    def test_without_a_broker_waits_for_the_sweep(self, dead_broker, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            row = start()
        assert row.state == "waiting"

        later(row, minutes=2)
        assert sweeping.left_behind() == [row.pk]


@pytest.mark.django_db
class TestSweeping:
    def test_leaves_alone_what_is_new_or_being_worked_on(self):
        start()
        working = start()
        H5PImport.objects.filter(pk=working.pk).update(state="working")
        later(working, minutes=2)

        assert sweeping.left_behind() == []

    def test_takes_up_what_a_dead_worker_had(self):
        row = start()
        H5PImport.objects.update(state="working", task_id="død")
        later(row, minutes=7)

        assert sweeping.left_behind() == [row.pk]
        assert RunH5PImport(row.pk, task_id="ny").execute() is not None

    def test_forgets_what_is_long_over_and_keeps_what_it_made(self):
        row = start()
        RunH5PImport(row.pk).execute()
        later(row, days=31)

        assert tasks.tidy() == 1
        assert (H5PImport.objects.count(), H5PVersion.objects.count()) == (0, 1)

    @pytest.mark.parametrize("state", H5PImport.CAME_TO_NOTHING)
    def test_forgets_what_came_to_nothing_after_a_day(self, state):
        row = start()
        H5PImport.objects.update(state=state, file="")
        later(row, hours=23)
        assert sweeping.forget_imports() == 0
        later(row, hours=25)
        assert sweeping.forget_imports() == 1

    def test_deletes_files_of_nobody_when_nobody_can_be_writing_them(self, importing, stored):
        importing()
        kept = stored()
        for name in ("h5p/builds/forladt/abc", "h5p/content/forladt/abc", "h5p/imports/forladt.h5p"):
            default_storage.save(name, upload())

        assert sweeping.delete_orphans() == 0
        assert storing.sweep(timezone.now() + timedelta(days=2)) == 2
        assert stored() == sorted([*kept, "h5p/imports/forladt.h5p"])


@pytest.fixture
def workers_media(own_media: None, settings: Any) -> Iterator[None]:
    """The media folder that a worker process has too."""
    settings.MEDIA_ROOT = Path(settings.VAR_DIR) / "media"
    shutil.rmtree(settings.MEDIA_ROOT / "h5p", ignore_errors=True)
    yield
    shutil.rmtree(settings.MEDIA_ROOT / "h5p", ignore_errors=True)


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_imports_one_package_and_refuses_another(
    workers_media, celery_worker_process: Callable[..., WorkerProcess], stored
) -> None:
    celery_worker_process()

    good, bad = start(), start(main={"machineName": "../ond"})

    def over() -> bool:
        return all(row.is_over for row in H5PImport.objects.all())

    wait_for(over, within=60, what="The end of both imports")
    good.refresh_from_db()
    told = refusals.kept(bad.pk)
    assert (good.state, told.state) == ("done", "refused"), (good.report, told.report)
    assert H5PImport.objects.get() == good
    assert H5PBuild.objects.count() == 2
    assert not [name for name in stored() if name.startswith("h5p/imports")]
