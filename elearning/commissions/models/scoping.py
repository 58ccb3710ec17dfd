"""Rows that belong to a municipality through its commission."""

from __future__ import annotations

from typing import Any

from elearning.municipalities.scoping import ScopedQuerySet


class OfCommissionQuerySet(ScopedQuerySet[Any]):
    municipality_path = "commission__municipality"
