"""Orders and tokens drawn from a seed by HMAC-SHA256.

The same seed gives the same order on every machine and Python version (`random.shuffle` promises no such
thing). **A seed is a secret**: who knows it can compute which right side belongs to which left. Derive it
from the attempt and the site's secret key; never send it to the learner.
"""

import hmac
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def shuffled(things: Iterable[T], seed: str, purpose: str, key: Callable[[T], str]) -> list[T]:
    """The things in an order that depends on the seed, the purpose and their keys, not on the order given."""
    return sorted(things, key=lambda thing: (_digest(seed, purpose, key(thing)), key(thing)))


def token(seed: str, purpose: str, id_: str) -> str:
    """Sixteen hex digits that stand for an id without telling which."""
    return _digest(seed, purpose, id_)[:16]


def _digest(seed: str, purpose: str, id_: str) -> str:
    return hmac.digest(seed.encode(), f"{purpose}\0{id_}".encode(), "sha256").hex()
