"""What the merge refuses."""


class MergeError(ValueError):
    """The merge cannot be done with what it was given."""


class InvalidTree(MergeError):
    """One of the three trees is not a tree of nodes with ids of their own."""


class InvalidDecision(MergeError):
    """A decision that could not be right whatever the conflict, or that its conflict does not allow."""
