"""What an import that came to nothing has to say. Nothing of it is stored: it is told from the cache, for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache

from courses.models import H5PImport

KEPT = timedelta(days=1)
FIELDS = (
    *("filename", "collection_id", "activity_id", "state", "report"),
    *("refused_rule", "refused_file", "refused_detail"),
)


def keep(row: H5PImport) -> bool:
    """Whether the cache has it; with Redis down it has not, and the row must tell it."""
    told: dict[str, Any] = {field: getattr(row, field) for field in FIELDS}
    cache.set(_key(row.pk), told, KEPT.total_seconds())
    return bool(cache.get(_key(row.pk)) == told)


def kept(import_id: int) -> H5PImport | None:
    """The import as its row was. It is not in the database."""
    told = cache.get(_key(import_id))
    return None if told is None else H5PImport(pk=import_id, **told)


def forget(import_id: int) -> None:
    cache.delete(_key(import_id))


def _key(import_id: int) -> str:
    return f"h5p-refusal:{import_id}"
