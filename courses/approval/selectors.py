"""What there is to approve in a variant, who approves, and how it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError

from courses.models import StandingConsent, Variant, VariantApproval
from courses.releasing.findings import Finding, findings
from courses.selectors import release_tree
from courses.trees.diff import Change, diff
from courses.trees.nodes import Node, tree_hash
from courses.trees.pages import course_pages
from courses.variants.process import process_in_force
from courses.variants.workbench import workbench_of
from elearning.municipalities.models import Membership, Municipality


@dataclass(frozen=True)
class Candidate:
    """A variant's workbench with the process that would apply: what is seen, and what is approved."""

    variant: Variant
    tree: Node
    process: dict[str, Any]

    @cached_property
    def tree_sha256(self) -> str:
        return tree_hash(self.tree)

    @cached_property
    def sha256(self) -> str:
        """Content and process together."""
        return content_sha256(self.tree_sha256, self.process)

    @cached_property
    def changes(self) -> list[Change]:
        """What is new to learners: against the version they now get, or against the shared one if there is none."""
        return diff(release_tree(self.variant.current_release_id or self.variant.base_release_id), self.tree)

    @cached_property
    def findings(self) -> list[Finding]:
        return [*half_written(self.variant), *findings(self.tree)]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]


def content_sha256(tree_sha256: str, process: dict[str, Any]) -> str:
    """sha256, in hex, of a tree's hash and the process settings as canonical JSON."""
    text = json.dumps({"tree": tree_sha256, "process": process}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def candidate(variant: Variant) -> Candidate:
    tree = workbench_of(variant).own
    return Candidate(variant, tree, process_in_force(variant, release_tree(variant.base_release_id)))


def half_written(variant: Variant) -> list[Finding]:
    """Drafts that cannot be published as they are, e.g. a lesson of twelve minutes."""
    found = []
    for page in course_pages(variant.course):
        if not page.has_unpublished_changes:
            continue
        draft: Any = page.get_latest_revision_as_object()
        try:
            draft.full_clean()
        except ValidationError as error:
            message = f"»{draft.title}«: {' '.join(error.messages)}"
            found.append(Finding("half_written", "error", message, str(page.node_id)))
    return found


def pending(variant: Variant) -> VariantApproval | None:
    """The approval that is asked for and not answered; while it is, nobody edits."""
    waiting: VariantApproval | None = _approvals(variant).filter(status=VariantApproval.Status.REQUESTED).first()
    return waiting


def approved(variant: Variant) -> VariantApproval | None:
    """The newest approval: of what learners who begin now get."""
    newest: VariantApproval | None = _approvals(variant).filter(status=VariantApproval.Status.APPROVED).first()
    return newest


def is_current(found: Candidate) -> bool:
    """Whether what is in the workbench is what has been approved."""
    last = approved(found.variant)
    return last is not None and last.sha256 == found.sha256


def consent(variant: Variant) -> StandingConsent | None:
    standing: StandingConsent | None = (
        StandingConsent.objects.unscoped(reason="the variant is given")
        .select_related("given_by")
        .filter(variant=variant, withdrawn_at=None)
        .first()
    )
    return standing


def approvers(municipality: Municipality) -> list[AbstractUser]:
    return people_with(municipality, [Membership.Role.APPROVER])


def people_with(municipality: Municipality, roles: Iterable[str]) -> list[AbstractUser]:
    """Active people with one of the roles there, by address."""
    held = Membership.objects.for_municipality(municipality).filter(role__in=list(roles)).values("user")
    return list(get_user_model()._default_manager.filter(pk__in=held, is_active=True).order_by("email"))


def _approvals(variant: Variant) -> Any:
    return VariantApproval.objects.unscoped(reason="the variant is given").filter(variant=variant)
