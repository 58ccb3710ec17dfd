"""Municipal variants of a course: merging, review, approval, fan-out.

``merge`` is the function; no module here may be called that. It is plain Python and needs no Django.
"""

from courses.variants.merging import InvalidDecision, InvalidTree, MergeError, MergeResult, merge

__all__ = ["InvalidDecision", "InvalidTree", "MergeError", "MergeResult", "merge"]
