"""Scopes of rows that hang on an enrolment."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from elearning.municipalities.scoping import ScopedQuerySet

M = TypeVar("M", bound=models.Model)


class OfEnrolmentQuerySet(ScopedQuerySet[M]):
    """Rows of an enrolment, which belong to the enrolment's municipality."""

    municipality_path = "enrolment__municipality"
