"""The tailored courses of the demo, and the second version of the course they were made from.

Everything is done by the actions the screens use, as the people who would do it: ``docs/demo-files.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from courses.actions.agree_locks import AgreeLock
from courses.actions.answer_approval import AnswerApproval
from courses.actions.change_process import ChangeProcess
from courses.actions.create_release import CreateRelease
from courses.actions.plan_updates import PlanUpdates
from courses.actions.request_approval import RequestApproval
from courses.actions.standing_consent import GiveConsent
from courses.actions.tailor_course import TailorCourse
from courses.demo.files import read_course, read_releases, read_variant
from courses.demo.media import with_stored_media
from courses.demo.tailoring import tailor
from courses.models import CoursePage, CourseRelease, Variant, VariantApproval, VariantUpdate
from courses.releasing.plan import plan_release
from courses.trees.nodes import Node
from courses.trees.pages import course_pages
from courses.variants.workbench import workbench_of
from courses.variants.writing import write_tree
from elearning.municipalities.models import Municipality

LOCK_REASON = "Aftalt, da kurset blev bestilt."
REQUEST_NOTE = "Tilpasset efter bestillingen. Indhold og proces er gennemgået på det fælles møde."


@dataclass(frozen=True)
class Staff:
    """Who tailors and approves in a municipality, and who speaks for the shared course."""

    editor: Any
    approver: Any
    designer: Any


def untouched(course: CoursePage) -> bool:
    """Whether the course is as the demo's first version: nobody has written in it, released or tailored it since."""
    release = course.current_release
    tailored_by_somebody = Variant.objects.of_upstream(course, reason="has anybody made it their own?").exists()
    if release is None or release.number != 1 or tailored_by_somebody:
        return False
    plan = plan_release(course)
    return plan.unchanged and not plan.drafts


@transaction.atomic
def tailor_variant(variant: Variant, name: str, staff: Staff) -> None:
    """Make the municipality's version, new from the course's first version, what its file says."""
    file = read_variant(name)
    bench = workbench_of(variant)
    TailorCourse(variant, tailored(bench.own, file), user=staff.editor, expected_sha256=bench.sha256).execute()
    _agree(variant, file, staff)


def ask_for_approval(variant: Variant, staff: Staff) -> VariantApproval:
    return RequestApproval(variant, user=staff.editor, note=REQUEST_NOTE).execute()


def approve(approval: VariantApproval, staff: Staff) -> None:
    AnswerApproval(approval, user=staff.approver, approves=True, seen_sha256=approval.sha256).execute()


def consent(variant: Variant, staff: Staff) -> None:
    """The approver's standing consent, where the municipality takes updates at once."""
    variant.refresh_from_db()
    if variant.municipality.update_policy == Municipality.UpdatePolicy.APPLY:
        GiveConsent(variant, user=staff.approver).execute()


def tailored(tree: Node, file: dict[str, Any]) -> Node:
    """The course's tree as a variant file has it: its title, and its changes in order."""
    own = tailor(tree, file["changes"])
    own["fields"]["title"] = file["title"]
    return own


def _agree(variant: Variant, file: dict[str, Any], staff: Staff) -> None:
    """The process settings of the municipality's own, and what it has agreed with the designer to lock."""
    ChangeProcess(variant, file["process"], user=staff.editor).execute()
    for node_id in file["locks"]:
        AgreeLock(variant, node_id, locked=True, reason=LOCK_REASON, user=staff.designer).execute()


@transaction.atomic
def release_second_version(course: CoursePage, designer: Any) -> dict[int, VariantUpdate]:
    """Bring the untouched course to its second version as its designer would, and lay it before the municipalities.

    The worker does the latter too; done here, it is there at the first look. Returns the updates by the variant's id.
    """
    second = read_releases()[1]
    write_tree(course, with_stored_media(read_course(second["file"])), user=designer)
    for page in course_pages(course):
        if page.has_unpublished_changes or not page.live:
            page.get_latest_revision().publish(user=designer)
    course = CoursePage.objects.get(pk=course.pk)
    release: CourseRelease = CreateRelease(
        course, user=designer, notes=second["notes"], importance=second["importance"]
    ).execute()
    variants = Variant.objects.of_upstream(course, reason="the release is laid before all of them")
    return PlanUpdates(release, variants.select_related("course", "municipality")).execute()
