"""What a worker does with an uploaded package: imports it, says how far it is, and leaves the file to nobody."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.import_h5p import ImportH5P, LibraryGone
from courses.h5p import refusals, reports
from courses.h5p.jsons import storable
from courses.h5p.package import PackageRefused
from courses.models import H5PImport, H5PVersion

logger = logging.getLogger(__name__)

State = H5PImport.State
#: A package that a worker has died of so often is not given to another.
TRIES = 2


class RunH5PImport:
    """Run once for each ``H5PImport``, however often it is asked for.

    Returns the version, or ``None`` where there was nothing to do or nothing came of it. Of the latter nothing stays in
    the database; ``courses.h5p.refusals`` says why (with the cache down, the row does).
    """

    def __init__(self, import_id: int, *, task_id: str = "") -> None:
        self.import_id = import_id
        self.task_id = task_id
        self._said: tuple[str, int] = ("", 0)

    def execute(self) -> H5PVersion | None:
        row = self._claim()
        if row is None:
            return None
        try:
            return self._import(row)
        except OperationalError:
            # A database that is busy or away: the task tries again.
            raise
        except PackageRefused as error:
            self._give_up(row, State.REFUSED, **_refusal(error, row.filename))
        except (PermissionDenied, LibraryGone) as error:
            self._give_up(row, State.FAILED, report=reports.failed(str(error), row.filename))
        except Exception:
            # Whoever waits before the progress bar must not wait for ever.
            logger.exception("The import of %s (%s) failed", row.filename, row.pk)
            self._give_up(row, State.FAILED, report=_broken(row))
        return None

    def _claim(self) -> H5PImport | None:
        with transaction.atomic():
            row: H5PImport | None = H5PImport.objects.select_for_update(of=("self",)).filter(pk=self.import_id).first()
            if row is None or row.is_over:
                return None
            if row.state == State.WORKING and row.task_id != self.task_id:
                return None
            row.state, row.task_id, row.tries = State.WORKING, self.task_id, row.tries + 1
            if row.tries <= TRIES:
                row.save(update_fields=["state", "task_id", "tries", "updated_at"])
                return row
        self._give_up(row, State.FAILED, report=_broken(row))
        return None

    def _import(self, row: H5PImport) -> H5PVersion:
        with local_file(row) as path:
            action = ImportH5P(
                path,
                activity=row.activity,
                collection=None if row.activity else row.collection,
                title=row.title,
                filename=row.filename,
                user=row.created_by,
                progress=self._tell,
            )
            version = action.execute()
        values = {"version": version, "activity": version.activity, "report": storable(action.report), "percent": 100}
        self._update(row, State.DONE, **values)
        _delete(row)
        return version

    def _tell(self, step: str, percent: int) -> None:
        """Written where it shows: a new step, or some per cent more."""
        before, then = self._said
        if step != before or percent >= then + 3:
            self._said = (step, percent)
            H5PImport.objects.filter(pk=self.import_id).update(step=step, percent=percent, updated_at=timezone.now())

    def _give_up(self, row: H5PImport, state: str, *, report: reports.Report, **why: str) -> None:
        report = storable(report)
        told = H5PImport(
            pk=row.pk,
            filename=row.filename,
            collection_id=row.collection_id,
            activity_id=row.activity_id,
            state=state,
            report=report,
            **why,
        )
        if refusals.keep(told):
            H5PImport.objects.filter(pk=row.pk).delete()
        else:
            self._update(row, state, report=report, percent=0, **why)
        _delete(row)

    def _update(self, row: H5PImport, state: str, **values: Any) -> None:
        """The row may be gone with the activity it was to replace."""
        H5PImport.objects.filter(pk=row.pk).update(state=state, file="", updated_at=timezone.now(), **values)


@contextmanager
def local_file(row: H5PImport) -> Iterator[Path]:
    """The package as a file on this machine, wherever it is stored."""
    try:
        here: Path | None = Path(row.file.path)
    except NotImplementedError:
        here = None
    if here is not None:
        yield here
        return
    with tempfile.NamedTemporaryFile(suffix=".h5p") as copy:
        with row.file.open("rb") as source:
            shutil.copyfileobj(source, copy)
        copy.flush()
        yield Path(copy.name)


def _refusal(error: PackageRefused, filename: str) -> dict[str, Any]:
    return {
        "report": reports.refused(error, filename),
        "refused_rule": str(error.rule),
        "refused_file": error.file,
        "refused_detail": error.detail,
    }


def _broken(row: H5PImport) -> reports.Report:
    message = _("The import broke off. Nothing was stored. Try again, and tell the operator if it happens again.")
    return reports.failed(message, row.filename)


def _delete(row: H5PImport) -> None:
    try:
        row.file.storage.delete(str(row.file.name))
    except OSError as error:
        logger.warning("Not deleted, left to the sweep: %s (%s)", row.file.name, error)
