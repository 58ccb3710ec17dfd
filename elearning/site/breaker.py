"""A pause after a failure, so that a server that is down costs one wait and not one a call."""

from collections.abc import Callable
from time import monotonic


class Breaker:
    """Open for ``pause`` seconds after each failure. One per process and server; threads may share it."""

    def __init__(self, pause: float, *, clock: Callable[[], float] = monotonic) -> None:
        self._pause = pause
        self._clock = clock
        self._closed_again_at = float("-inf")

    @property
    def is_open(self) -> bool:
        return self._clock() < self._closed_again_at

    def failed(self) -> None:
        self._closed_again_at = self._clock() + self._pause

    def reset(self) -> None:
        self._closed_again_at = float("-inf")
