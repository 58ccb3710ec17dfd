"""``manage.py h5p_import FILE ...``: import packages, print the report, fail where one is refused."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Collection

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.import_h5p import ImportH5P, LibraryGone
from courses.h5p import reports
from courses.h5p.package import PackageRefused
from courses.h5p.selectors import unapproved
from courses.models import H5PActivity, H5PVersion
from elearning.municipalities.models import Municipality


class Command(BaseCommand):
    help = "Import H5P packages as the admin does, and print a report of each. Ends with 1 where one is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a .h5p file")
        parser.add_argument("--json", action="store_true", help="print the reports as one JSON list")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--municipality", metavar="CODE", help="into this municipality's collection")
        place.add_argument("--replace", metavar="UUID", help="as a new version of this activity; one file only")
        parser.add_argument("--title", default="", help="what the activity is called; else as the package says")
        parser.add_argument("--approve", action="store_true", help="approve the libraries that come with the packages")

    def handle(self, *args: Any, **options: Any) -> None:
        place = self._place(options)
        found = [self._import(Path(file), place, options) for file in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        if any(report["outcome"] != "imported" for report in found):
            sys.exit(1)

    def _import(self, path: Path, place: dict[str, Any], options: dict[str, Any]) -> reports.Report:
        action = ImportH5P(path, title=options["title"], **place)
        try:
            version = action.execute(skip_permission_checks=True)
            report = action.report
        except PackageRefused as error:
            report = reports.refused(error, path.name)
        except (LibraryGone, OSError) as error:
            report = reports.failed(str(error), path.name)
        else:
            if options["approve"]:
                report = _approved(version, report)
        if not options["json"]:
            self.stdout.write(reports.as_text(report))
        return report

    def _place(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["replace"]:
            return {"activity": _activity(options["replace"], options["files"])}
        if not options["municipality"]:
            return {"collection": Collection.get_first_root_node()}
        municipality = Municipality.objects.filter(code=options["municipality"]).first()
        if municipality is None or municipality.collection is None:
            raise CommandError(
                _("No municipality with the code %(code)s has a collection.") % {"code": options["municipality"]}
            )
        return {"collection": municipality.collection}


def _activity(uuid: str, files: list[str]) -> H5PActivity:
    if len(files) != 1:
        raise CommandError(_("One file replaces one activity."))
    try:
        found = H5PActivity.objects.filter(uuid=UUID(uuid)).first()
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("There is no activity %(uuid)s.") % {"uuid": uuid})
    return found


def _approved(version: H5PVersion, report: reports.Report) -> reports.Report:
    for build in unapproved(version):
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)
    libraries = [{**library, "approved": True} for library in report["libraries"]]
    return {**report, "libraries": libraries, "playable": True}
