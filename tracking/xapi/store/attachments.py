"""The data of attachments: in the site's private storage under its hash, a folder for each municipality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from tracking.models import Statement, StatementAttachment

_FOLDER = "xapi/attachments"


def declared_in(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The attachments that a statement, and a sub-statement in it, says it has."""
    yield from statement.get("attachments", ())
    if statement["object"].get("objectType") == "SubStatement":
        yield from statement["object"].get("attachments", ())


def keep(municipality: int, data: Mapping[str, bytes]) -> None:
    """Store data by its hash, in small letters. What is there already is the same. In a transaction."""
    if not data:
        return
    rows = StatementAttachment.objects.for_municipality(municipality).filter(sha2__in=list(data))
    missing = data.keys() - set(rows.values_list("sha2", flat=True))
    rows.update(named_at=timezone.now())
    for sha2 in sorted(missing):
        if not default_storage.exists(_name(municipality, sha2)):
            default_storage.save(_name(municipality, sha2), ContentFile(data[sha2]))
    StatementAttachment.objects.bulk_create(
        [
            StatementAttachment(municipality_id=municipality, sha2=sha2, size=len(data[sha2]))
            for sha2 in sorted(missing)
        ],
        ignore_conflicts=True,
    )


def sizes(municipality: int, hashes: Iterable[str]) -> dict[str, int]:
    """Of those that are stored."""
    rows = StatementAttachment.objects.for_municipality(municipality).filter(sha2__in=list(hashes))
    return dict(rows.values_list("sha2", "size"))


def content(municipality: int, sha2: str) -> bytes:
    with default_storage.open(_name(municipality, sha2)) as file:
        data: bytes = file.read()
    return data


def take(pks: Sequence[int]) -> None:
    """Delete them, and their data when that is certain. In a transaction."""
    rows = StatementAttachment.objects.unscoped(reason="whose time is up").filter(pk__in=pks)
    for municipality, sha2 in rows.values_list("municipality_id", "sha2"):
        transaction.on_commit(partial(default_storage.delete, _name(municipality, sha2)), robust=True)
    rows.delete()


def take_unnamed(municipality: int, hashes: Iterable[str]) -> None:
    """Delete those that no statement has any more. Looks through every statement of other systems: for erasure."""
    statements = Statement.objects.for_municipality(municipality).filter(enrolment__isnull=True)
    gone = [sha2 for sha2 in set(hashes) if not statements.filter(raw__icontains=sha2).exists()]
    rows = StatementAttachment.objects.for_municipality(municipality).filter(sha2__in=gone)
    take(list(rows.values_list("pk", flat=True)))


def _name(municipality: int, sha2: str) -> str:
    return f"{_FOLDER}/{municipality}/{sha2[:2]}/{sha2}"
