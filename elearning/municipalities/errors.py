"""What may go wrong with municipalities and their people; messages are for the person who reads them."""


class MunicipalityError(Exception):
    """Nothing has been changed; ``str(error)`` says why."""
