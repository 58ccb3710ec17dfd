"""The frame a package plays in, and the files it is made of. Everything here is asked for without cookies."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import (
    Http404,
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
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

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
Inner = Callable[Concatenate[HttpRequest, Host, str, Grant, P], HttpResponseBase]


def granted(inner: Inner[P]) -> Callable[[Host], View]:
    """Reads the token, asks the host, and protects the answer, whatever it is."""

    def for_host(host: Host) -> View:
        @csrf_exempt
        @require_safe
        @xframe_options_sameorigin
        @wraps(inner)
        def view(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                grant = signing.read(token)
            except signing.TokenRefused:
                return refused(request)
            if not host.may_play(grant):
                return refused(request)
            try:
                return inner(request, host, request.path.split(token)[0] + token, grant, *args, **kwargs)
            except Http404:
                # The site's own page would be far too much for a picture that is not there.
                return protect(HttpResponseNotFound(_("There is nothing here."), content_type=PLAIN), file_policy())

        return view

    return for_host


def refused(request: HttpRequest) -> HttpResponseBase:
    """The token is too old, or the learner may not play it any more: what to do about it, where she looks."""
    if request.headers.get("Sec-Fetch-Dest", "document") in {"document", "iframe", "frame"}:
        return protect(render(request, "courses/h5p/refused.html", status=403), file_policy())
    return protect(HttpResponseForbidden(_("You cannot open this."), content_type=PLAIN), file_policy())


@granted
def frame(request: HttpRequest, host: Host, prefix: str, grant: Grant) -> HttpResponseBase:
    version = _playable(host, grant)
    name = bundles.name(version.pins)
    context: dict[str, Any] = {
        "title": version.title,
        "language": version.language,
        "content_id": CONTENT_ID,
        "integration": integration(version, prefix=prefix, state=host.state(grant)),
        "script": f"{prefix}/bundles/{name}.js",
        "style": f"{prefix}/bundles/{name}.css",
    }
    response = protect(render(request, "courses/h5p/frame.html", context), frame_policy(request, prefix))
    if request.method == "GET":
        host.opened(grant)
    response.headers["Cache-Control"] = "no-store"
    return response


@granted
def bundle(request: HttpRequest, host: Host, prefix: str, grant: Grant, name: str, kind: str) -> HttpResponseBase:
    version = _playable(host, grant)
    if name != bundles.name(version.pins):
        raise Http404
    if asked_by_our_page(request):
        return refused(request)
    packed = compressed(version.pins, kind)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type=type_of(f"bundle.{kind}"))
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(packed), content_type=type_of(f"bundle.{kind}"))
    patch_vary_headers(response, ["Accept-Encoding", "Sec-Fetch-Site"])
    return keep(protect(response, file_policy()))


@granted
def library(request: HttpRequest, host: Host, prefix: str, grant: Grant, folder: str, path: str) -> HttpResponseBase:
    pin = _playable(host, grant).pin(folder)
    return _file(request, pin.open(path) if pin else None, path)


@granted
def content(request: HttpRequest, host: Host, prefix: str, grant: Grant, path: str) -> HttpResponseBase:
    return _file(request, _playable(host, grant).open_content(path), path)


def _playable(host: Host, grant: Grant) -> Playable:
    version = host.playable(grant)
    if version is None:
        raise Http404
    return version


def _file(request: HttpRequest, opened: Opened | None, path: str) -> HttpResponseBase:
    if opened is None:
        raise Http404
    if asked_by_our_page(request):
        opened.stream.close()
        return refused(request)
    media_type = type_of(path)
    response = ranges.answer(opened, media_type, request.headers.get("Range", ""), method=request.method or "GET")
    if media_type == UNKNOWN:
        response.headers["Content-Disposition"] = "attachment"
    patch_vary_headers(response, ["Sec-Fetch-Site"])
    return keep(protect(response, file_policy()))
