"""The frame a package plays in, and the files it is made of. Everything here is asked for without cookies."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseNotFound,
)
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from courses.h5p.player import bundles, ranges, signing
from courses.h5p.player.bundling import compressed
from courses.h5p.player.host import Host
from courses.h5p.player.integration import CONTENT_ID, integration
from courses.h5p.player.mime import UNKNOWN, type_of
from courses.h5p.player.playable import Opened, Playable
from courses.h5p.player.policy import asked_by_our_page, file_policy, frame_policy, keep, protect
from courses.h5p.player.signing import Grant

PLAIN = "text/plain; charset=utf-8"
P = ParamSpec("P")
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Playing:
    """A request whose token has been read: what is played, for whom, and the prefix all its addresses have."""

    host: Host
    grant: Grant
    prefix: str
    version: Playable


def granted(inner: Callable[Concatenate[HttpRequest, Playing, P], HttpResponseBase]) -> Callable[[Host], View]:
    """Reads the token and asks the host; whatever the answer is, it is protected."""

    def for_host(host: Host) -> View:
        @require_http_methods(["GET", "HEAD", "OPTIONS"])
        @xframe_options_sameorigin
        @wraps(inner)
        def view(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return preflight()
            try:
                grant = signing.read(token)
            except signing.TokenRefused:
                return refused(request)
            if not host.may_play(grant):
                return refused(request)
            version = host.playable(grant)
            if version is None:
                return missing()
            prefix = request.path.split(token)[0] + token
            return inner(request, Playing(host, grant, prefix, version), *args, **kwargs)

        return view

    return for_host


def preflight() -> HttpResponseBase:
    """jQuery puts a header of its own on what it fetches, and then a browser asks first."""
    response = protect(HttpResponse(status=204), file_policy())
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
    response.headers["Access-Control-Allow-Headers"] = "Range, X-Requested-With"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def refused(request: HttpRequest) -> HttpResponseBase:
    """The token is too old, or the learner may not play it any more: what to do about it, where she looks."""
    if request.headers.get("Sec-Fetch-Dest", "document") in {"document", "iframe", "frame"}:
        return protect(render(request, "courses/h5p/refused.html", status=403), file_policy())
    return protect(HttpResponseForbidden(_("You cannot open this."), content_type=PLAIN), file_policy())


def missing() -> HttpResponseBase:
    """The site's own page would be far too much for a picture that is not there."""
    return protect(HttpResponseNotFound(_("There is nothing here."), content_type=PLAIN), file_policy())


@granted
def frame(request: HttpRequest, playing: Playing) -> HttpResponseBase:
    version, prefix = playing.version, playing.prefix
    name = bundles.name(version.pins)
    if request.method == "GET":
        playing.host.opened(playing.grant)
    context: dict[str, Any] = {
        "title": version.title,
        "language": version.language,
        "content_id": CONTENT_ID,
        "integration": integration(version, prefix=prefix, state=playing.host.state(playing.grant)),
        "script": f"{prefix}/bundles/{name}.js",
        "style": f"{prefix}/bundles/{name}.css",
    }
    response = protect(render(request, "courses/h5p/frame.html", context), frame_policy(request, prefix))
    response.headers["Cache-Control"] = "no-store"
    return response


@granted
def bundle(request: HttpRequest, playing: Playing, name: str, kind: str) -> HttpResponseBase:
    pins = playing.version.pins
    if name != bundles.name(pins):
        return missing()
    if asked_by_our_page(request):
        return refused(request)
    packed = compressed(pins, kind)
    media_type = type_of(f"bundle.{kind}")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type=media_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(packed), content_type=media_type)
    patch_vary_headers(response, ["Accept-Encoding", "Sec-Fetch-Site"])
    return keep(protect(response, file_policy()))


@granted
def library(request: HttpRequest, playing: Playing, folder: str, path: str) -> HttpResponseBase:
    pin = playing.version.pin(folder)
    return _file(request, pin.open(path) if pin else None, path)


@granted
def content(request: HttpRequest, playing: Playing, path: str) -> HttpResponseBase:
    return _file(request, playing.version.open_content(path), path)


def _file(request: HttpRequest, opened: Opened | None, path: str) -> HttpResponseBase:
    if opened is None:
        return missing()
    if asked_by_our_page(request):
        opened.stream.close()
        return refused(request)
    media_type = type_of(path)
    response = ranges.answer(opened, media_type, request.headers.get("Range", ""), method=request.method or "GET")
    if media_type == UNKNOWN:
        response.headers["Content-Disposition"] = "attachment"
    patch_vary_headers(response, ["Sec-Fetch-Site"])
    return keep(protect(response, file_policy()))
