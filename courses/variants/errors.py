"""What may go wrong with a variant; ``str(error)`` is for whoever asked, and nothing has been stored."""


class VariantError(Exception):
    """The family of them all."""


class VariantRefused(VariantError):
    """What was asked for cannot be, as things stand."""


class StaleWorkbench(VariantError):
    """The pages have changed since they were looked at."""
