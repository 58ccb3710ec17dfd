"""What the editor's forms check beyond the single field: what depends on the course around the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from courses.isolation.media import OwnFilesForm


class NodePageForm(OwnFilesForm):
    """Any page of a course. In a municipality's variant the form keeps the rules of tailoring (docs/tailoring.md)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from courses.variants.editing import TailoringForm

        super().__init__(*args, **kwargs)
        self.tailoring = TailoringForm.of(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.tailoring:
            self.tailoring.clean(cleaned)
        return cleaned


class LessonPageForm(NodePageForm):
    """A lesson asks only questions that are in its course's pool."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        errors = self._unknown_questions(cleaned.get("body") or [])
        if errors:
            self.add_error("body", StreamBlockValidationError(block_errors=errors))
        return cleaned

    def _unknown_questions(self, body: Iterable[Any]) -> dict[int, ValidationError]:
        from courses.trees.workbench import course_of, draft_pool

        asked = {
            position: str(block.value["question"])
            for position, block in enumerate(body)
            if block.block_type == "pool_question" and block.value["question"]
        }
        course = course_of(self.parent_page) if asked and self.parent_page else None
        if course is None:
            return {}
        pool = {node["id"] for node in draft_pool(course)}
        message = _("The question is not in the pool of »%(course)s«. Choose another, or write it there first.") % {
            "course": course.get_admin_display_title()
        }
        return {
            position: StructBlockValidationError(block_errors={"question": ValidationError(message)})
            for position, question in asked.items()
            if question not in pool
        }


class CoursePageForm(NodePageForm):
    """A course's sources have a key each, and the bands of its maturity check meet."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, errors in (
            ("sources", self._keys_used_twice(cleaned.get("sources") or [])),
            ("maturity_bands", self._bands_that_do_not_meet(cleaned.get("maturity_bands") or [])),
        ):
            if errors:
                self.add_error(name, StreamBlockValidationError(block_errors=errors))
        return cleaned

    def _keys_used_twice(self, sources: Iterable[Any]) -> dict[int, ValidationError]:
        seen: set[str] = set()
        errors: dict[int, ValidationError] = {}
        for position, source in enumerate(sources):
            key = source.value["key"]
            if key and key in seen:
                message = _("%(key)s is the key of another source.") % {"key": key}
                errors[position] = StructBlockValidationError(block_errors={"key": ValidationError(message)})
            seen.add(key)
        return errors

    def _bands_that_do_not_meet(self, bands: Iterable[Any]) -> dict[int, ValidationError]:
        errors: dict[int, ValidationError] = {}
        upper: float | None = None
        for position, band in enumerate(bands):
            low, high = band.value["lower"], band.value["upper"]
            if low is None or high is None:
                return errors
            if low >= high:
                errors[position] = _band_error("upper", _("The band ends before it begins."))
            elif upper is not None and low != upper:
                errors[position] = _band_error(
                    "lower", _("The band before it ends at %(upper)s; begin there.") % {"upper": upper}
                )
            upper = high
        return errors


def _band_error(name: str, message: str) -> ValidationError:
    error: ValidationError = StructBlockValidationError(block_errors={name: ValidationError(message)})
    return error
