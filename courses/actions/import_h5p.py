"""Import a package: read it, choose its libraries, store it, say what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from courses.h5p import reports
from courses.h5p.content_types import completion_of
from courses.h5p.jsons import sha256_of, storable
from courses.h5p.package import Library, Package, PackageFile, Prepared, inspect, prepare
from courses.h5p.package.errors import printable
from courses.h5p.registry import InstalledBuilds, add_build
from courses.h5p.selectors import collections_for_import, may_change
from courses.h5p.storing import Writing, writing
from courses.models import H5PActivity, H5PBuild, H5PImport, H5PPin, H5PVersion
from courses.models.h5p import BUILDS, CONTENT
from courses.signals import h5p_imported

Step = H5PImport.Step
#: Told the step and how many per cent of everything is done.
Progress = Callable[[str, int], None]


class LibraryGone(Exception):
    """A library was removed while a package that needs it was being imported. The message is for people."""


class ImportH5P:
    """A new activity in ``collection``, or a new version of ``activity``; its ``report`` says what happened.

    A package with the very content that ``activity`` has already makes no version: the one there is returned, and
    ``report`` says so. Whatever is raised, nothing is stored: ``PermissionDenied``, ``PackageRefused``,
    :class:`LibraryGone`, ``OSError``.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        collection: Collection | None = None,
        activity: H5PActivity | None = None,
        title: str = "",
        filename: str = "",
        user: Any = None,
        progress: Progress = lambda _step, _percent: None,
    ) -> None:
        if (collection is None) == (activity is None):
            raise ValueError("Either a collection for a new activity or the activity to replace.")
        self.path = Path(path)
        self.collection = collection
        self.activity = activity
        self.title = title
        self.filename = printable(filename or self.path.name)
        self.user = user
        self.progress = progress
        self.report: reports.Report = {}

    def execute(self, *, skip_permission_checks: bool = False) -> H5PVersion:
        if not skip_permission_checks and not (self.user and self._may()):
            raise PermissionDenied(_("You may not import H5P here."))
        self.progress(Step.VALIDATE, 5)
        with inspect(self.path) as package:
            self.progress(Step.SANITISE, 30)
            prepared = prepare(package, InstalledBuilds())
            self.progress(Step.RESOLVE, 45)
            prepared.resolution.require_complete()
            content = storable(prepared.content)
            with writing(self._stored(prepared)) as written:
                folders = self._write_builds(package, prepared, written)
                folder = written.folder(CONTENT, _listed(prepared.files), _opener(package, prepared.files))
                self.progress(Step.REPORT, 95)
                with transaction.atomic():
                    builds = self._builds(prepared, folders, written)
                    version = self._version(package, prepared, content, builds, folder)
                if version.folder != folder:
                    written.discard(folder)
        return version

    def _may(self) -> bool:
        if self.activity is not None:
            return may_change(self.user, self.activity)
        return bool(self.collection and collections_for_import(self.user).filter(pk=self.collection.pk).exists())

    def _stored(self, prepared: Prepared) -> Callable[[int], None]:
        """Tells the progress by bytes, between what came before storing and what comes after."""
        files = [*prepared.files, *(file for library in prepared.resolution.new for file in library.files)]
        total = sum(file.size for file in files) or 1
        done = 0

        def count(size: int) -> None:
            nonlocal done
            done += size
            self.progress(Step.STORE, 50 + min(45 * done // total, 45))

        return count

    def _write_builds(self, package: Package, prepared: Prepared, written: Writing) -> dict[str, str]:
        """The folders of the builds that are not here yet, by digest."""
        new = {library.digest: library for library in prepared.resolution.new}
        here = set(H5PBuild.objects.filter(digest__in=new).values_list("digest", flat=True))
        return {
            digest: written.folder(BUILDS, _listed(library.files), _opener(package, library.files))
            for digest, library in new.items()
            if digest not in here
        }

    def _builds(self, prepared: Prepared, folders: Mapping[str, str], written: Writing) -> list[H5PBuild]:
        """The pinned builds' rows in load order, held so that nobody removes them before they are pinned."""
        new = {library.digest: library for library in prepared.resolution.new}
        # By digest, so that two imports of the same libraries do not wait for each other in turn.
        for digest in sorted(folders):
            self._add(new[digest], folders[digest], written)
        digests = [build.digest for build in prepared.resolution.pins]
        held = H5PBuild.objects.select_related("library").select_for_update(of=("self",)).order_by("pk")
        found = {build.digest: build for build in held.filter(digest__in=digests)}
        if gone := [str(build.version) for build in prepared.resolution.pins if build.digest not in found]:
            raise LibraryGone(
                _("%(libraries)s was removed while the package was being imported. Try again.")
                % {"libraries": ", ".join(gone)}
            )
        self._new = set(folders)
        return [found[digest] for digest in digests]

    def _add(self, library: Library, folder: str, written: Writing) -> None:
        try:
            with transaction.atomic():
                add_build(library, folder, self.user)
        except IntegrityError:
            # Another import was first; its files are these.
            if not H5PBuild.objects.filter(digest=library.digest).exists():
                raise
            written.discard(folder)

    def _version(
        self, package: Package, prepared: Prepared, content: Any, builds: list[H5PBuild], folder: str
    ) -> H5PVersion:
        files = _listed(prepared.files)
        sha256 = sha256_of([content, files, [build.digest for build in builds]])
        main = next(build for build in builds if build.digest == _main_digest(prepared))
        activity = self._activity(package, main)
        current = activity.current_version
        unchanged = current is not None and current.sha256 == sha256
        number = current.number if current and unchanged else _next_number(activity)
        self.report = reports.imported(
            filename=self.filename,
            activity=activity,
            number=number,
            unchanged=unchanged,
            builds=builds,
            new=self._new,
            main=main,
            removed=prepared.removed,
            files=prepared.files,
        )
        if current is not None and unchanged:
            return current
        version: H5PVersion = H5PVersion.objects.create(
            activity=activity,
            number=number,
            content=content,
            content_files=files,
            sha256=sha256,
            main_build=main,
            metadata=storable({**package.manifest.metadata, "language": package.manifest.language}),
            package_name=self.filename,
            report=storable(self.report),
            size=self.report["size"],
            folder=folder,
            created_by=self.user,
        )
        H5PPin.objects.bulk_create(
            H5PPin(version=version, build=build, order=order) for order, build in enumerate(builds)
        )
        activity.current_version = version
        activity.save(update_fields=["current_version", "updated_at"])
        log(
            instance=activity,
            action="courses.h5p.import",
            user=self.user,
            data={"number": number, "sha256": sha256, "file": self.filename},
        )
        transaction.on_commit(lambda: h5p_imported.send(sender=H5PVersion, version=version))
        return version

    def _activity(self, package: Package, main: H5PBuild) -> H5PActivity:
        if self.activity is not None:
            # Two versions at once would take the same number: the second waits here and sees the first.
            return H5PActivity.objects.select_for_update(of=("self",)).get(pk=self.activity.pk)
        title = self.title or package.manifest.title or Path(self.filename).stem
        activity: H5PActivity = H5PActivity.objects.create(
            collection=self.collection,
            title=printable(title),
            completion=completion_of(main.library.machine_name),
            created_by=self.user,
        )
        return activity


def _listed(files: tuple[PackageFile, ...]) -> dict[str, dict[str, Any]]:
    return {file.path: {"sha256": file.sha256, "size": file.size} for file in files}


def _opener(package: Package, files: tuple[PackageFile, ...]) -> Callable[[str], Any]:
    by_path = {file.path: file for file in files}
    return lambda path: package.open(by_path[path])


def _main_digest(prepared: Prepared) -> str:
    return next(build.digest for build in prepared.resolution.pins if build.version.key == prepared.resolution.main)


def _next_number(activity: H5PActivity) -> int:
    return int(activity.versions.aggregate(last=Max("number"))["last"] or 0) + 1
