"""What a release of a course would be, before anybody decides to make it."""

from __future__ import annotations

from dataclasses import dataclass

from courses.media import sealed
from courses.models import CoursePage
from courses.releasing.findings import Draft, Finding, findings, unpublished
from courses.selectors import release_tree
from courses.trees.diff import Change, diff
from courses.trees.nodes import Node, tree_hash
from courses.trees.pages import read_course


@dataclass(frozen=True)
class ReleasePlan:
    """The tree that would be released, what it changes, and what was found in it."""

    course: CoursePage
    number: int
    tree: Node
    sha256: str
    changes: list[Change]
    findings: list[Finding]
    #: Pages whose drafts are left out.
    drafts: list[Draft]
    #: Nothing differs from the current release.
    unchanged: bool

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning"]


def plan_release(course: CoursePage) -> ReleasePlan:
    """Read the published course and compare it with its current release. Stores nothing."""
    tree = sealed(read_course(course))
    current = course.current_release
    sha256 = tree_hash(tree)
    return ReleasePlan(
        course=course,
        number=current.number + 1 if current else 1,
        tree=tree,
        sha256=sha256,
        changes=diff(release_tree(current.pk) if current else None, tree),
        findings=findings(tree),
        drafts=unpublished(course),
        unchanged=bool(current and current.sha256 == sha256),
    )
