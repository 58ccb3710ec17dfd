"""``more``: where the next page begins, sealed, for whoever was given it (1.0.3 Data 2.5; 2.0, 4.1.6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core import signing

from tracking.xapi.resources.call import Call
from tracking.xapi.spec.errors import Invalid

PARAMETER = "more"
_SALT = "hyldefri.xapi.more"
#: Longer than the day that the specification demands.
_SECONDS = 7 * 24 * 60 * 60


@dataclass(frozen=True)
class Page:
    """The parameters of the first page, and after which statement this one begins."""

    params: Mapping[str, str]
    after: tuple[datetime, int]


def link(call: Call, params: Mapping[str, str], after: tuple[datetime, int]) -> str:
    """A relative IRL: the same resource at the same mount."""
    value = [call.access.credential, call.access.municipality.pk, dict(params), after[0].isoformat(), after[1]]
    sealed = signing.dumps(value, salt=_SALT, compress=True)
    return f"{call.path}?{urlencode({PARAMETER: sealed})}"


def page_of(call: Call) -> Page:
    """What is sealed in the parameter. Raises ``Invalid`` if it is another credential's, too old or no such thing."""
    if len(call.params) > 1:
        raise Invalid(PARAMETER, "is not allowed together with other parameters")
    try:
        value = signing.loads(call.params[PARAMETER], salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        raise Invalid(PARAMETER, "is no address that was given here, or is too old") from None
    credential, municipality, params, stored, pk = value
    if (credential, municipality) != (call.access.credential, call.access.municipality.pk):
        raise Invalid(PARAMETER, "was given to another credential")
    return Page(params, (datetime.fromisoformat(stored), pk))
