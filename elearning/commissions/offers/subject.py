"""What an order is about, as it stands at this moment: content and process, with the hash that an approval is of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from courses.approval.selectors import candidate, content_sha256
from courses.models import CoursePage, CourseRelease, Variant
from courses.releasing.findings import Finding
from courses.selectors import release_tree
from courses.trees.nodes import Node
from courses.variants.workbench import Workbench, workbench_of
from elearning.commissions.models import Commission
from tracking.enrolling.rules import EnrolmentRefused, offer


@dataclass(frozen=True)
class Subject:
    """``kind``: ``variant``, the municipality's own version with its drafts; ``course``, a version that is released
    already; ``scratch``, no course yet, and neither tree nor hash.
    """

    kind: str
    course: CoursePage | None = None
    variant: Variant | None = None
    release: CourseRelease | None = None
    tree: Node | None = None
    process: dict[str, Any] | None = None
    sha256: str = ""
    errors: tuple[Finding, ...] = ()

    @cached_property
    def bench(self) -> Workbench | None:
        """The variant's pages beside the shared course they come from; None where there is no variant."""
        return workbench_of(self.variant) if self.variant is not None and self.kind == "variant" else None

    @property
    def title(self) -> str:
        return str(self.tree["fields"].get("title") or "") if self.tree else ""

    @property
    def what(self) -> str:
        """What is approved, in words."""
        if self.kind == "course" and self.release is not None:
            return _("Version %(number)d of »%(title)s«") % {"number": self.release.number, "title": self.title}
        return _("»%(title)s«") % {"title": self.title} if self.title else ""


def variant_for(commission: Commission) -> Variant | None:
    """The municipality's own version that the order is about: its own, or one that was there before the order."""
    if commission.variant is not None:
        return commission.variant
    if commission.course_id is None:
        return None
    own = Variant.objects.for_municipality(commission.municipality_id).filter(upstream=commission.course_id)
    return own.select_related("course", "municipality", "upstream").first()


def subject(commission: Commission) -> Subject:
    """What an offer made now would be of."""
    variant = variant_for(commission)
    if variant is None:
        return offered_now(commission)
    found = candidate(variant)
    return Subject(
        kind="variant",
        course=variant.course,
        variant=variant,
        tree=found.tree,
        process=found.process,
        sha256=found.sha256,
        errors=tuple(found.errors),
    )


def offered_now(commission: Commission) -> Subject:
    """What the municipality's people get if they begin today: what an express order approves."""
    if commission.course is None:
        return Subject(kind="scratch")
    try:
        met = offer(commission.course, commission.municipality)
    except EnrolmentRefused:
        return Subject(kind="scratch", course=commission.course)
    process = met.settings()
    return Subject(
        kind="course",
        course=met.course,
        variant=met.variant,
        release=met.release,
        tree=release_tree(met.release.pk),
        process=process,
        sha256=content_sha256(met.release.sha256, process),
    )
