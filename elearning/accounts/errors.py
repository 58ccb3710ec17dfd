"""What may go wrong with accounts; messages are written for the person who reads them."""


class AccountError(Exception):
    """Nothing has been changed."""
