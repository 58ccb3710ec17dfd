"""The headers that keep a package where it is (docs/h5p-player.md says what each is for)."""

from __future__ import annotations

from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static

from courses.h5p.player.signing import LIFETIME

#: No same-origin, no popups (a popup's address would be fetched with the learner's cookies), no top navigation.
SANDBOX = "allow-scripts allow-forms allow-presentation"
#: What a package could ask the learner or her machine for, and has no use for.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("camera", "microphone", "geolocation", "display-capture", "payment", "usb", "serial", "midi", "hid"),
        *("bluetooth", "accelerometer", "gyroscope", "magnetometer", "screen-wake-lock", "xr-spatial-tracking"),
        *("publickey-credentials-get", "identity-credentials-get", "browsing-topics", "attribution-reporting"),
    )
)


def frame_policy(request: HttpRequest, prefix: str) -> str:
    """The content security policy of the frame's page: only what is under ``prefix``, and the core."""
    ours = request.build_absolute_uri(f"{prefix}/")
    core = urljoin(ours, static("hyldefri/dist/h5p/")).split("?")[0]
    directives = {
        "default-src": "'none'",
        "script-src": f"{ours} {core} 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src": f"{ours} {core} 'unsafe-inline'",
        "img-src": f"{ours} {core} data: blob:",
        "media-src": f"{ours} data: blob:",
        "font-src": f"{ours} {core} data:",
        "connect-src": f"{ours} data: blob:",
        "worker-src": "blob:",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": SANDBOX,
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def file_policy() -> str:
    """For a file that is opened by itself: it can run and load nothing."""
    return "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def protect(response: HttpResponseBase, policy: str) -> HttpResponseBase:
    """Puts on every answer what holds for all: what it may do, that it is never read with credentials."""
    for name, value in {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-DNS-Prefetch-Control": "off",
        "Permissions-Policy": PERMISSIONS,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Length, Content-Range, Accept-Ranges",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }.items():
        response.headers[name] = value
    return response


def keep(response: HttpResponseBase) -> HttpResponseBase:
    """What an address with a token leads to never changes, so it is kept as long as the token lives."""
    response.headers["Cache-Control"] = f"private, max-age={int(LIFETIME.total_seconds())}, immutable"
    return response


def asked_by_our_page(request: HttpRequest) -> bool:
    """Whether a page of the site itself would run or read the file: a package's script is nothing for it.

    The frame has an opaque origin, so what it asks for is cross-site. A browser says which; one that does not is old.
    A file opened by itself (a link in the content) runs nothing, by ``file_policy``.
    """
    headers = request.headers
    return headers.get("Sec-Fetch-Site") in {"same-origin", "same-site"} and headers.get("Sec-Fetch-Dest") != "document"
