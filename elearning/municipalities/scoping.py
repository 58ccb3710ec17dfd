"""Rows that belong to a municipality are reached through that municipality, or not at all (DESIGN 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from elearning.municipalities.models import Municipality

M = TypeVar("M", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """A query over tenants' rows named neither a municipality nor a reason to go without one."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            f"{model.__name__} belongs to municipalities: use .for_municipality(m), "
            ".for_user(user) where the model has it, or .unscoped(reason=...)."
        )


class ScopedQuerySet(models.QuerySet[M]):
    """Refuses to run before a scope is named.

    ``municipality_path`` is the lookup from the row to its municipality. A related manager
    (``enrolment.attempts``) is scoped by the row it hangs on.
    """

    municipality_path = "municipality"
    _scoped = False

    def for_municipality(self, municipality: Municipality | int) -> Self:
        return self.filter(**{self.municipality_path: municipality})._mark_scoped()

    def unscoped(self, *, reason: str) -> Self:
        """All municipalities' rows. ``reason`` says, to whoever reads the call, why that is right here."""
        if not reason.strip():
            raise ValueError("An unscoped query needs a reason.")
        return self.all()._mark_scoped()

    def _mark_scoped(self) -> Self:
        self._scoped = True
        return self

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _require_scope(self) -> None:
        if not self._scoped and self._hints.get("instance") is None:  # type: ignore[attr-defined]
            raise UnscopedQuery(self.model)

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._require_scope()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._require_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)
