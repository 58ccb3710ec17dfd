"""What an import has to say, as JSON: kept with the version, shown in the admin, printed by ``h5p_import``.

Imported: ``{"outcome": "imported", "file", "activity": {"id", "uuid", "title"}, "version", "replaced", "unchanged",
"main_library", "libraries": [{"name", "title", "licence", "new", "approved"}], "removed": [{"where", "reason",
"detail"}], "files", "size", "playable"}``; ``removed`` is worded by ``courses.h5p.wording``.
Refused: ``{"outcome": "refused", "file", "rule", "in_file", "detail", "message"}``.
Broken off: ``{"outcome": "failed", "file", "message"}``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.h5p.package import PackageRefused, Rule
from courses.h5p.package.errors import Removed
from courses.h5p.wording import refusal_message, removal_message
from courses.models import H5PActivity, H5PBuild, H5PLibrary

Report = dict[str, Any]


def imported(
    *,
    filename: str,
    activity: H5PActivity,
    number: int,
    unchanged: bool,
    builds: Iterable[H5PBuild],
    new: Collection[str],
    main: H5PBuild,
    removed: Iterable[Removed],
    files: Collection[Any],
) -> Report:
    """``builds`` in load order; ``new`` are the digests of those that the package has brought."""
    libraries = [
        {
            "name": str(build),
            "title": build.title,
            "licence": build.licence,
            "new": build.digest in new,
            "approved": build.is_approved,
        }
        for build in builds
    ]
    return {
        "outcome": "imported",
        "file": filename,
        "activity": {"id": activity.pk, "uuid": str(activity.uuid), "title": activity.title},
        "version": number,
        "replaced": number > 1 or unchanged,
        "unchanged": unchanged,
        "main_library": str(main),
        "libraries": libraries,
        "removed": [{"where": each.where, "reason": str(each.reason), "detail": each.detail} for each in removed],
        "files": len(files),
        "size": sum(file.size for file in files),
        "playable": all(library["approved"] for library in libraries),
    }


def refused(error: PackageRefused, filename: str) -> Report:
    return {
        "outcome": "refused",
        "file": filename,
        "rule": str(error.rule),
        "in_file": error.file,
        "detail": error.detail,
        "message": " ".join([refusal_message(error), *_waiting(error)]),
    }


def _waiting(error: PackageRefused) -> list[str]:
    """Of libraries that are missing, those that are here and only not approved."""
    if error.rule != Rule.MISSING_LIBRARY:
        return []
    asked = set(error.detail.split(", "))
    waiting = H5PLibrary.objects.filter(builds__approved_at__isnull=True).distinct()
    if not (names := [str(library) for library in waiting if str(library) in asked]):
        return []
    return [_("Here, but waiting for approval: %(libraries)s.") % {"libraries": ", ".join(names)}]


def failed(message: str, filename: str) -> Report:
    return {"outcome": "failed", "file": filename, "message": message}


def as_text(report: Report) -> str:
    """For a terminal, in the language of the moment."""
    if report["outcome"] == "failed":
        return _("%(file)s was not imported: %(message)s") % report
    if report["outcome"] == "refused":
        refusal = _("%(file)s was refused: %(message)s") % report
        return f"{refusal}\n  {report['rule']}: {report['in_file'] or report['file']}"
    lines = [_headline(report)]
    for library in report["libraries"]:
        said = [library["name"], library["licence"] or _("no licence given")]
        if library["new"]:
            said.append(_("new"))
        if not library["approved"]:
            said.append(_("waits for approval"))
        lines.append("  " + ", ".join(said))
    if report["removed"]:
        count = len(report["removed"])
        lines.append(
            ngettext("%(count)d thing was left out:", "%(count)d things were left out:", count) % {"count": count}
        )
        lines += [f"  {each['where']}: {removal_message(each['reason'], each['detail'])}" for each in report["removed"]]
    if not report["playable"]:
        lines.append(_("It cannot be played until all its libraries are approved."))
    return "\n".join(lines)


def _headline(report: Report) -> str:
    names = {"file": report["file"], "title": report["activity"]["title"], "number": report["version"]}
    if report["unchanged"]:
        return _("%(file)s is what »%(title)s« has already.") % names
    return _("%(file)s was imported as version %(number)d of »%(title)s«.") % names
