"""How a course's H5P activities and their parts work, version by version, under the rules of the other questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.h5p.content_types import tells_nothing
from courses.h5p.questions import Part, parts_of
from courses.h5p.selectors import activities_for
from courses.media import release_media
from courses.models import CourseRelease, H5PVersion
from courses.selectors import release_tree
from courses.trees.links import media_in
from courses.trees.nodes import walk
from tracking.reports.h5p_aggregates import Counted, counted_by_release, first_attempts, kept
from tracking.reports.h5p_counts import WHOLE, Counts, H5PFigures, figures


@dataclass(frozen=True)
class PartRow:
    part: Part
    figures: H5PFigures | None


@dataclass(frozen=True)
class H5PRow:
    """An activity where it stands; ``lesson`` is the title of the page."""

    title: str
    lesson: str
    kind: str
    whole: H5PFigures | None
    parts: tuple[PartRow, ...]


def h5p_rows(release: CourseRelease, user: Any) -> list[H5PRow]:
    """Every activity of a version that the person may see, in its order; the queries are few however many there are.

    What a municipality has made or replaced lies in its own collection, and is not a designer's to read.
    """
    placed = _placed(release)
    seen = activities_for(user).filter(pk__in={each.activity for each in placed}) if placed else ()
    mine = {activity.pk for activity in seen}
    placed = [each for each in placed if each.activity in mine]
    if not placed:
        return []
    counted = _counted(release.pk)
    versions = H5PVersion.objects.filter(pk__in={each.version for each in placed})
    contents = {pk: (content, kind) for pk, content, kind in versions.values_list("pk", "content", "main_build__title")}
    return [_row(each, contents[each.version], counted) for each in placed]


@dataclass(frozen=True)
class _Placed:
    block: str
    title: str
    lesson: str
    activity: int
    version: int


def _placed(release: CourseRelease) -> list[_Placed]:
    media, found, lesson = release_media(release.pk), [], ""
    for place in walk(release_tree(release.pk)):
        node = place.node
        if node["type"] in ("lesson", "dialogue"):
            lesson = str(node["fields"]["title"])
        reference = media_in(node["fields"].get("activity")) if node["type"] == "h5p" else None
        view = media.get(("h5p", reference["id"])) if reference else None
        if view is not None and reference is not None:
            title = node["fields"].get("title") or view.title
            found.append(_Placed(node["id"], title, lesson, reference["id"], view.version))
    return found


def _row(place: _Placed, package: tuple[object, str], counted: Counted) -> H5PRow:
    content, kind = package
    whole = figures(counted.get((place.block, WHOLE), Counts()))
    return H5PRow(place.title, place.lesson, kind, whole, tuple(_parts(place.block, content, counted)))


def _counted(release_id: int) -> Counted:
    attempts = first_attempts().filter(release=release_id)
    counted: Counted = dict(counted_by_release(attempts).get(release_id, {}))
    for key, counts in kept(release_id).items():
        counted[key] = counted.get(key, Counts()) + counts
    return counted


def _parts(block: str, content: object, counted: Counted) -> list[PartRow]:
    """Those the content has and that may be answered, then those it has reported and nobody can name."""
    rows, known = [], set()
    for part in parts_of(content):
        known.add(part.id)
        if not tells_nothing(part.library):
            rows.append(PartRow(part, figures(counted.get((block, part.id), Counts()))))
    strays = sorted(part for of, part in counted if of == block and part != WHOLE and part not in known)
    for id_ in strays:
        if shown := figures(counted[block, id_]):
            rows.append(PartRow(Part(id_, ""), shown))
    return rows
