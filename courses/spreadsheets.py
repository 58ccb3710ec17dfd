"""What is written into a CSV file is text, whatever a spreadsheet may take it for."""

from __future__ import annotations

from typing import Any

#: What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """A text as a spreadsheet shows it rather than computes it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
