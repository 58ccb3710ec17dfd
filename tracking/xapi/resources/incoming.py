"""From an HTTP request to what it means, whichever of the two syntaxes it is written in (1.0.3 Communication 1.3).

Read from the bytes that came: Django's own ``GET`` and ``POST`` mend what is no UTF-8 and keep the last of what is
said twice; here both are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from tracking.xapi.resources import limits
from tracking.xapi.resources.call import Refused
from tracking.xapi.spec.errors import Invalid, shown

_FORM = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 50
_LONGEST_LENGTH = 18
#: Headers that a resource may ask for. The credential is not among them.
_HEADERS: Mapping[str, str] = {
    "accept": "HTTP_ACCEPT",
    "accept-language": "HTTP_ACCEPT_LANGUAGE",
    "content-length": "CONTENT_LENGTH",
    "content-transfer-encoding": "HTTP_CONTENT_TRANSFER_ENCODING",
    "content-type": "CONTENT_TYPE",
    "if-match": "HTTP_IF_MATCH",
    "if-none-match": "HTTP_IF_NONE_MATCH",
    "x-experience-api-version": "HTTP_X_EXPERIENCE_API_VERSION",
}
#: Those that may stand in the form instead.
_IN_FORM = frozenset(
    {"authorization", "content-length", "content-type", "if-match", "if-none-match", "x-experience-api-version"}
)
METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})


@dataclass(frozen=True)
class Incoming:
    """A request as it is meant; ``alternate`` says that it was written in the alternate syntax."""

    method: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    authorization: str | None
    body: bytes
    alternate: bool = False

    @property
    def version(self) -> str | None:
        return self.headers.get("x-experience-api-version")


def incoming(request: HttpRequest) -> Incoming:
    """Raises ``Invalid`` and ``Refused``."""
    meta = request.META
    if meta.get("HTTP_SEC_FETCH_MODE") == "navigate" and request.method not in ("GET", "HEAD"):
        # A form on a page elsewhere, sent with the key and secret that a browser was once given here.
        raise Refused(403, "A browser's forms are not taken here.")
    found = Incoming(
        method=request.method or "",
        params=_pairs(meta.get("QUERY_STRING", "").encode("latin-1", "replace"), "the query"),
        headers={name: meta[key] for name, key in _HEADERS.items() if meta.get(key)},
        authorization=meta.get("HTTP_AUTHORIZATION"),
        body=_body(request),
    )
    if found.method == "POST" and "method" in found.params:
        return _meant(found)
    return found


def form_of(request: HttpRequest) -> Mapping[str, str]:
    """What is posted as a form. Raises ``Invalid`` and ``Refused``."""
    if request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != _FORM:
        raise Invalid("Content-Type", f"must be {_FORM}")
    return _pairs(_body(request), "the form")


def _body(request: HttpRequest) -> bytes:
    largest = limits.largest_request()
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()) or len(length) > _LONGEST_LENGTH:
        raise Invalid("Content-Length", "must be a number of bytes")
    announced = int(length)
    if announced > largest:
        raise Refused(413, f"A request may have {largest} bytes; this one has {announced}.")
    # What comes in chunks has no length: Django takes it for empty, the server knows where it ends.
    chunked = not request.META.get("CONTENT_LENGTH") and request.META.get("wsgi.input_terminated")
    stream = request.META["wsgi.input"] if chunked else request
    try:
        body: bytes = stream.read(largest + 1)
    except (UnreadablePostError, OSError):
        raise Invalid("", "the request ended before it was complete") from None
    except Exception:
        # The server's reader has errors of its own, for chunks that are none.
        if not chunked:
            raise
        raise Invalid("", "a chunk of the request is not as it must be") from None
    if len(body) > largest:
        raise Refused(413, f"A request may have {largest} bytes.")
    return body


def _meant(found: Incoming) -> Incoming:
    """The alternate syntax undone: method in the query, everything else in the form."""
    if len(found.params) > 1:
        raise Invalid("", "with the parameter method no other may stand in the query: they belong in the form")
    method = found.params["method"]
    if method not in METHODS:
        raise Invalid("method", f"must be GET, HEAD, PUT, POST or DELETE, not {shown(method)}")
    if found.headers.get("content-type", _FORM).partition(";")[0].strip().lower() != _FORM:
        raise Invalid("Content-Type", f"must be {_FORM} where the query has the parameter method")
    form = dict(_pairs(found.body, "the form"))
    content = form.pop("content", None)
    headers = {name: value for name, value in found.headers.items() if name not in ("content-type", "content-length")}
    authorization = found.authorization
    for name in [name for name in form if name.lower() in _IN_FORM]:
        value = form.pop(name)
        if name.lower() == "authorization":
            authorization = value
        else:
            headers[name.lower()] = value
    if content is not None:
        headers.setdefault("content-type", "application/json")
    body = b"" if content is None else content.encode()
    return replace(
        found, method=method, params=form, headers=headers, authorization=authorization, body=body, alternate=True
    )


def _pairs(raw: bytes, what: str) -> Mapping[str, str]:
    """Each parameter once, in UTF-8. Raises ``Invalid``."""
    if not raw:
        return {}
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Invalid("", f"{what} is not UTF-8") from None
    except ValueError:
        raise Invalid("", f"{what} has more than {_MOST_PARAMETERS} parameters") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise Invalid("", f"{what} has a NUL")
        if name in found:
            raise Invalid("", f"{what} has the parameter {shown(name)} twice")
        found[name] = value
    return found
