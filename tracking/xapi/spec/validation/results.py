"""Results and their scores (1.0.3 Data 2.4.5; 2.0, 4.2.2.4)."""

from __future__ import annotations

from typing import Any

from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.validation.checking import check_properties
from tracking.xapi.spec.validation.values import (
    check_boolean,
    check_duration,
    check_extensions,
    check_number,
    check_string,
)
from tracking.xapi.spec.versions import Rules


def check_result(value: Any, rules: Rules) -> None:
    check_properties(value, _RESULT, rules)


def check_score(value: Any, rules: Rules) -> None:
    """``scaled`` from -1 to 1; ``min`` less than ``max``; ``raw`` from the one to the other."""
    check_properties(value, _SCORE, rules)
    raw, least, most = value.get("raw"), value.get("min"), value.get("max")
    if "scaled" in value and not -1 <= value["scaled"] <= 1:
        raise Invalid("scaled", "must be from -1 to 1")
    if least is not None and most is not None and least >= most:
        raise Invalid("min", "must be less than max")
    if raw is not None and least is not None and raw < least:
        raise Invalid("raw", "must not be less than min")
    if raw is not None and most is not None and raw > most:
        raise Invalid("raw", "must not be greater than max")


_SCORE = dict.fromkeys(("scaled", "raw", "min", "max"), check_number)
_RESULT = {
    "score": check_score,
    "success": check_boolean,
    "completion": check_boolean,
    "response": check_string,
    "duration": check_duration,
    "extensions": check_extensions,
}
