"""What can keep the embedded site from running. Messages are for the person at the terminal."""


class EmbeddedError(Exception):
    """The site cannot start or go on; the message says what to do."""
