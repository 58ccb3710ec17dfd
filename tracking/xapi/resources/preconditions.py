"""``If-Match`` and ``If-None-Match`` on documents (1.0.3 Communication 3.1; 2.0, 4.1.4; RFC 9110, 13.1)."""

from __future__ import annotations

from django.utils.http import parse_etags

from tracking.xapi.documents.storing import Precondition
from tracking.xapi.resources.call import Call, Refused

_UNAWARE = (
    "The document exists already. Check the current state of the resource (GET it) and set the If-Match header to its "
    "current ETag to resolve the conflict, or If-None-Match: * to store only what is not there yet."
)

_NEITHER = "A PUT of a profile must have If-Match or If-None-Match: If-None-Match: * stores what is not there yet."


def precondition(call: Call, *, guarded: bool = False) -> Precondition:
    """What the request demands of the document's ETag, None where there is no document.

    ``guarded``: without either header a document that exists is left alone, with 409; whether one may be stored where
    none is, is the version's (1.0.3: a client MUST send one of them with a profile).
    """
    wanted, unwanted = call.headers.get("if-match"), call.headers.get("if-none-match")

    def check(etag: str | None) -> None:
        if wanted is not None and not _matches(wanted, etag, weakly=False):
            raise Refused(412, "If-Match: the document is not the one that is meant, or is not there.")
        if unwanted is not None and _matches(unwanted, etag, weakly=True):
            raise Refused(412, "If-None-Match: the document is there.")
        if guarded and wanted is None and unwanted is None:
            if etag is not None:
                raise Refused(409, _UNAWARE)
            if call.rules.new_is_guarded:
                raise Refused(400, _NEITHER)

    return check


def _matches(header: str, etag: str | None, *, weakly: bool) -> bool:
    if etag is None:
        return False
    named = parse_etags(header)
    return "*" in named or f'"{etag}"' in named or (weakly and f'W/"{etag}"' in named)
