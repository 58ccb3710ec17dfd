"""What moving from one version of a course to another means for a learner. Pure: ids and titles in and out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from courses.trees.nodes import Node, pages
from tracking.progress.criterion import Criterion


@dataclass(frozen=True)
class Changes:
    """Titles in reading order: the steps the new version asks for and the old did not, and those that are gone."""

    opened: tuple[str, ...]
    gone: tuple[str, ...]
    #: The new version has another final test, or the first one: it is to be taken.
    test_opens: bool = False


def changes(before: Node, after: Node, old: Criterion, new: Criterion, done: Collection[str] = ()) -> Changes:
    """``done`` are the steps the learner has done already, in whatever version."""
    was, now = titles(before), titles(after)
    opened = [now[step] for step in new.required if step not in old.required and step not in done]
    return Changes(
        opened=tuple(opened),
        gone=tuple(title for step, title in was.items() if step not in now),
        test_opens=new.test is not None and new.test != old.test and new.test not in done,
    )


def titles(tree: Node) -> dict[str, str]:
    """The visible steps by id, in reading order."""
    return {page.node["id"]: str(page.node["fields"]["title"]) for page in pages(tree)}


def nearest_step(step: str, before: Sequence[str], after: Sequence[str]) -> str:
    """The step to go on with: the same where it is still there, else the nearest that is, the one after it first.

    "" where the step was in neither version, or none of the old ones is left.
    """
    left = set(after)
    if step in left or step not in before:
        return step if step in left else ""
    place = before.index(step)
    for distance in range(1, len(before)):
        for near in (place + distance, place - distance):
            if 0 <= near < len(before) and before[near] in left:
                return before[near]
    return ""
