"""What it takes to use the usual content types without a mouse, and where the approver knows better.

docs/h5p-library.md says where each entry comes from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.h5p.content_types import SHOWING
from courses.models import H5PActivity, H5PBuild, H5PLibrary, H5PVersion


class Level(models.TextChoices):
    KEYBOARD = "keyboard", _("can be used with the keyboard alone")
    DEPENDS = "depends", _("depends on what is in it")
    TOLD = "told", _("see the note")
    UNKNOWN = "unknown", _("not known")
    POINTER = "pointer", _("takes a mouse or a finger")


#: The worst first: what an activity is called that is made of several.
_WORST = (Level.POINTER, Level.UNKNOWN, Level.TOLD, Level.DEPENDS, Level.KEYBOARD)

KEYBOARD, DEPENDS, POINTER = Level.KEYBOARD, Level.DEPENDS, Level.POINTER

#: By machine name.
KNOWN: dict[str, tuple[Level, Any]] = {
    "H5P.Accordion": (KEYBOARD, _("The headings are buttons; the arrow keys lead from one to the next.")),
    "H5P.Blanks": (KEYBOARD, _("The gaps are text fields; Enter leads to the next.")),
    "H5P.Dialogcards": (KEYBOARD, _("The cards are turned and changed by buttons.")),
    "H5P.DragText": (
        KEYBOARD,
        _("Words need not be dragged: Enter takes one up, the arrow keys choose the gap, Enter puts it there."),
    ),
    "H5P.Essay": (KEYBOARD, _("The answer is written in a text field.")),
    "H5P.MultiChoice": (KEYBOARD, _("The arrow keys lead from answer to answer, the space bar chooses.")),
    "H5P.SingleChoiceSet": (
        KEYBOARD,
        _("The arrow keys lead from answer to answer, Enter chooses. It may go on to the next question by itself."),
    ),
    "H5P.Summary": (KEYBOARD, _("The arrow keys lead from statement to statement, Enter chooses.")),
    "H5P.TrueFalse": (KEYBOARD, _("Two radio buttons.")),
    "H5P.Timeline": (
        POINTER,
        _("Hardly any support for keyboards, none for screen readers. Give the same content as text beside it."),
    ),
    "H5P.CoursePresentation": (
        DEPENDS,
        _("The slides are changed from the keyboard. What is on them has to be usable too, and in a sensible order."),
    ),
    "H5P.DragQuestion": (
        KEYBOARD,
        _("Things need not be dragged: one is taken up and put down from the keyboard. Each needs a text of its own."),
    ),
    "H5P.GuessTheAnswer": (KEYBOARD, _("The answer is shown by a button, and read aloud.")),
    "H5P.ImageHotspotQuestion": (
        POINTER,
        _("The place in the picture is clicked, and cannot be chosen from the keyboard. Ask it another way."),
    ),
    "H5P.ImageHotspots": (
        KEYBOARD,
        _("The points are buttons. Each needs a heading of its own, and the picture a text that says what it shows."),
    ),
    "H5P.InteractiveBook": (
        DEPENDS,
        _("The chapters are reached from the keyboard. What is in them has to be as well."),
    ),
    "H5P.InteractiveVideo": (
        DEPENDS,
        _("The film is controlled from the keyboard. It needs captions, and its tasks have to be usable as well."),
    ),
    "H5P.Column": (DEPENDS, _("It only puts other content types below each other.")),
    "H5P.QuestionSet": (DEPENDS, _("It only puts questions of other content types after each other.")),
    "Hyldefri.Quiz": (KEYBOARD, _("Ordinary radio buttons and buttons; the result is read aloud.")),
}


@dataclass(frozen=True)
class Note:
    """``text`` says what it takes; ``told`` that the site's own approver has written it."""

    level: Level
    text: Any
    told: bool = False


UNKNOWN = Note(
    Level.UNKNOWN,
    _("We do not know how it works without a mouse or with a screen reader. Try it before you use it."),
)


@dataclass(frozen=True)
class TypeNote:
    """Of one content type in an activity."""

    title: str
    library: str
    note: Note


def known_note(machine_name: str) -> Note:
    """From the table alone."""
    return Note(*KNOWN[machine_name]) if machine_name in KNOWN else UNKNOWN


def notes_of_libraries(libraries: Iterable[H5PLibrary]) -> dict[int, Note]:
    """By the libraries' keys, one query. What is written of another version holds until somebody writes of this."""
    wanted = list(libraries)
    names = {each.machine_name for each in wanted}
    written = H5PLibrary.objects.filter(machine_name__in=names).exclude(accessibility="")
    newest: dict[str, str] = {}
    for name, text in written.order_by("major", "minor").values_list("machine_name", "accessibility"):
        newest[name] = text
    found = {}
    for each in wanted:
        text = each.accessibility or newest.get(each.machine_name, "")
        found[each.pk] = Note(Level.TOLD, text, told=True) if text else known_note(each.machine_name)
    return found


def type_notes(version: H5PVersion | None) -> list[TypeNote]:
    """Of the content types a version is made of, the main one first; two queries."""
    if version is None:
        return []
    pinned = H5PBuild.objects.without_files().select_related("library").filter(pins__version=version)
    builds = [each for each in pinned.order_by("-pins__order") if _says_something(each, version)]
    builds.sort(key=lambda build: build.pk != version.main_build_id)
    notes = notes_of_libraries([build.library for build in builds])
    return [TypeNote(build.title, build.library.machine_name, notes[build.library_id]) for build in builds]


def _says_something(build: H5PBuild, version: H5PVersion) -> bool:
    shows_only = build.library.machine_name in SHOWING or build.library.machine_name in _PICTURES
    return build.pk == version.main_build_id or (build.runnable and not shows_only)


#: Parts that are looked at or heard, and not used.
_PICTURES = frozenset({"H5P.Audio", "H5P.Image", "H5P.Table"})


def with_level(activity: H5PActivity) -> str:
    """Its title and, in a few words, what it takes: what an editor sees where she has chosen it."""
    return f"{activity} ({level_of(type_notes(activity.current_version)).label})"


def level_of(notes: Iterable[TypeNote]) -> Level:
    """What the activity as a whole takes."""
    levels = {each.note.level for each in notes}
    return next((level for level in _WORST if level in levels), Level.UNKNOWN)
