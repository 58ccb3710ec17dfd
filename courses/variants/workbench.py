"""The three trees of a merge, for many variants at a time (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from courses.media import sealed_all
from courses.models import CourseRelease, Variant
from courses.selectors import release_tree
from courses.trees.nodes import Node, tree_hash
from courses.trees.pages import read_courses
from courses.variants.locks import Agreed, agreed_locks
from courses.variants.media import OwnFiles, own_files


@dataclass(frozen=True)
class Workbench:
    """A variant's pages as they stand, latest drafts, in the shared course's words for files.

    ``own`` is the same tree with the municipality's own files; ``sha256`` is its hash: what was seen, approved,
    and must not have changed since.
    """

    variant: Variant
    own: Node
    ours: Node
    files: OwnFiles
    agreed: Agreed

    @cached_property
    def sha256(self) -> str:
        return tree_hash(self.own)

    @property
    def base(self) -> Node:
        """The upstream release last merged, with this variant's locks."""
        return self.agreed.on(release_tree(self.variant.base_release_id))

    def theirs(self, release: CourseRelease) -> Node:
        """An upstream release, with this variant's locks."""
        return self.agreed.on(release_tree(release.pk))


def workbenches(variants: Iterable[Variant]) -> dict[int, Workbench]:
    """The workbenches of many variants (with their courses fetched), by the variant's id; ten queries in all."""
    variants = list(variants)
    trees = read_courses([variant.course for variant in variants], drafts=True)
    sealed_trees = sealed_all(trees)
    files, agreed = own_files(variants), agreed_locks(variants)
    return {
        variant.pk: Workbench(
            variant=variant,
            own=(own := sealed_trees[variant.course_id]),
            ours=agreed[variant.pk].on(files[variant.pk].to_upstream(own)),
            files=files[variant.pk],
            agreed=agreed[variant.pk],
        )
        for variant in variants
    }


def workbench_of(variant: Variant) -> Workbench:
    return workbenches([variant])[variant.pk]
