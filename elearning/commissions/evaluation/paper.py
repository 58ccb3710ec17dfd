"""The report on paper: from its content alone, so that one that is made reads the same whenever it is asked for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from tracking.paper import pdf_of


def report_pdf(context: dict[str, Any]) -> bytes:
    """In the site's language, which its words are in."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf_of("commissions/evaluation/report_pdf.html", context)
