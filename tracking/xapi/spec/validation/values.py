"""The data types that occur in many places (1.0.3 Data 2.2 and 4; 2.0, 4.2.1 and 4.2.7)."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.languages import is_language_tag
from tracking.xapi.spec.timestamps import instant, is_duration
from tracking.xapi.spec.validation.checking import check_map, text_like
from tracking.xapi.spec.versions import Rules

#: Standard string form. The variant is not looked at: the specification's own examples have others than RFC 4122's.
check_uuid = text_like(
    re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"), "a UUID"
)
#: An IRI or IRL with its scheme (RFC 3987): plain ASCII, percent escapes, and letters of other scripts.
check_iri = text_like(
    re.compile(
        r"[A-Za-z][A-Za-z0-9+.\-]*+:(?:[!#$&-;=?-\[\]_a-z~]++|%[0-9A-Fa-f]{2}"
        r"|[\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\U0010ffff]++)++"
    ),
    "an IRI with a scheme",
)
check_mailto = text_like(
    re.compile(
        r"mailto:[^\x00-\x20\x7f-\xa0\ud800-\udfff<>()\[\]\\,;:@\"\s]++"
        r"@(?:[^\x00-\x20\x7f-\xa0\ud800-\udfff<>()\[\]\\,;:@\"/?#%&\s]++|\[[0-9A-Za-z.:]{2,60}\])"
    ),
    "a mailto IRI with an e-mail address",
)
check_sha1 = text_like(re.compile(r"[0-9A-Fa-f]{40}"), "a SHA-1 hash in 40 hexadecimal digits")
check_sha2 = text_like(
    re.compile(r"[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}"),
    "a SHA-2 hash in hexadecimal digits",
)
check_media_type = text_like(
    re.compile(
        r"[!#$%&'*+.^_`|~0-9A-Za-z-]++/[!#$%&'*+.^_`|~0-9A-Za-z-]++(?:[ \t]*+;[^\x00-\x1f\x7f\ud800-\udfff]*+)?"
    ),
    "an Internet media type",
)


def check_string(value: Any, _rules: Rules) -> None:
    if not isinstance(value, str):
        raise Invalid("", f"must be a string, not {shown(value)}")


def check_boolean(value: Any, _rules: Rules) -> None:
    if not isinstance(value, bool):
        raise Invalid("", f"must be true or false, not {shown(value)}")


def check_number(value: Any, _rules: Rules) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid("", f"must be a number, not {shown(value)}")
    if isinstance(value, float) and not isfinite(value):
        raise Invalid("", "must be a finite number")


def check_length(value: Any, _rules: Rules) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Invalid("", f"must be an integer of zero or more, not {shown(value)}")


def check_timestamp(value: Any, _rules: Rules) -> None:
    check_string(value, _rules)
    try:
        instant(value)
    except ValueError as error:
        raise Invalid("", f"{error}: {shown(value)}") from None


def check_duration(value: Any, _rules: Rules) -> None:
    if not isinstance(value, str) or not is_duration(value):
        raise Invalid("", f"must be an ISO 8601 duration, not {shown(value)}")


def check_version(value: Any, rules: Rules) -> None:
    if not isinstance(value, str) or rules.statement_versions.fullmatch(value) is None:
        raise Invalid("", f"must be a version such as {rules.statement_version}, not {shown(value)}")


def check_language(value: Any, _rules: Rules) -> None:
    if not isinstance(value, str) or not is_language_tag(value):
        raise Invalid("", f"must be a language tag (RFC 5646), not {shown(value)}")


def check_language_map(value: Any, rules: Rules) -> None:
    check_map(value, check_language, check_string, rules)
    if not value:
        raise Invalid("", "must have an entry for at least one language")


def check_extensions(value: Any, rules: Rules) -> None:
    """Only the keys have a form: no statement is refused for an extension's value."""
    check_map(value, check_iri, _anything, rules)


def _anything(_value: Any, _rules: Rules) -> None:
    return
