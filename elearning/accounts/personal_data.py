"""What the site keeps about a person: one register, from which *my data*, the download and erasure are made.

Each part of the site registers what it keeps, where both can be imported (``personal_data_accounts``,
``personal_data_tracking``); a test asserts that every table with a way to a person is in the register or in
``NOT_PERSONAL`` with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from elearning.accounts.models import User

Row = dict[str, Any]


@dataclass(frozen=True)
class PersonalDatum:
    """One kind of data about a person.

    ``kind`` names how long it is kept (``retention.DAYS``); ``models`` are the tables it covers
    (``app.Model``); ``columns`` maps each key of the exported rows to what it is called on the screen, where those
    of ``for_machines`` are left out.
    """

    name: str
    label: _StrOrPromise
    purpose: _StrOrPromise
    basis: _StrOrPromise
    kind: str
    models: tuple[str, ...]
    columns: Mapping[str, _StrOrPromise]
    export: Callable[[User], list[Row]]
    erase: Callable[[User], None]
    for_machines: frozenset[str] = frozenset()


_registered: dict[str, PersonalDatum] = {}

#: Tables with a way to a person that are nevertheless not data about her, and why.
NOT_PERSONAL: dict[str, str] = {}


def register(datum: PersonalDatum) -> None:
    """Add a kind of data. What is registered first is erased last."""
    if datum.name in _registered:
        raise ValueError(f"{datum.name} is registered already.")
    _registered[datum.name] = datum


def register_not_personal(reasons: Mapping[str, str]) -> None:
    NOT_PERSONAL.update(reasons)


def registered() -> Sequence[PersonalDatum]:
    return tuple(_registered.values())


def collect(user: User) -> list[tuple[PersonalDatum, list[Row]]]:
    """Everything about the person, in the register's order."""
    return [(datum, datum.export(user)) for datum in registered()]


def as_json(user: User) -> dict[str, Any]:
    """The download: machine-readable, and self-explanatory to whoever opens it."""
    from elearning.accounts.retention import days

    return {
        "generated_at": timezone.now(),
        "data": {
            datum.name: {
                "label": str(datum.label),
                "purpose": str(datum.purpose),
                "basis": str(datum.basis),
                "kept_days": days(datum.kind),
                "rows": rows,
            }
            for datum, rows in collect(user)
        },
    }


def erase(user: User) -> None:
    for datum in reversed(registered()):
        datum.erase(user)


def rows_of(objects: Iterable[Any], columns: Iterable[str]) -> list[Row]:
    """One row an object; a column is an attribute's name, ``a__b`` an attribute's attribute."""
    return [{column: _value(it, column) for column in columns} for it in objects]


def _value(it: Any, path: str) -> Any:
    for name in path.split("__"):
        it = getattr(it, name, None)
    return str(it) if hasattr(it, "_meta") else it
