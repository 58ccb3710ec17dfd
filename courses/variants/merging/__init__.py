"""The merge engine: pure Python, plain dicts."""

from courses.variants.merging.engine import MergeResult, merge
from courses.variants.merging.errors import InvalidDecision, InvalidTree, MergeError

__all__ = ["InvalidDecision", "InvalidTree", "MergeError", "MergeResult", "merge"]
