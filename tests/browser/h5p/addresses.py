"""The addresses of the site that is nothing but the player."""

from __future__ import annotations

from django.contrib.staticfiles.views import serve
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.template import Context, Template
from django.urls import include, path

from courses.h5p.player.host import State
from courses.h5p.player.playable import Playable
from courses.h5p.player.signing import Grant
from courses.h5p.player.urls import frame_url, player_urls
from tests.browser.h5p.server import SHELF

PAGE = """{% extends "base_learning.html" %}{% block title %}Lektion{% endblock %}{% block content %}
<div class="wrap wrap--narrow"><h1>En lektion</h1>{% for player in players %}
{% with src=player.src title=player.title state_url=player.state_url statements_url="/registreringer/" %}
{% include "components/h5p_player.html" %}{% endwith %}{% endfor %}</div>{% endblock %}"""


class Host:
    def may_play(self, grant: Grant) -> bool:
        return SHELF.may_play(grant)

    def playable(self, grant: Grant) -> Playable | None:
        return SHELF.playable(grant)

    def state(self, grant: Grant) -> State:
        return SHELF.saved(grant.version)

    def opened(self, grant: Grant) -> None:
        pass


def page(request: HttpRequest, names: str) -> HttpResponse:
    players = [
        {
            "src": frame_url(Grant(name, "browser")),
            "title": SHELF.activities[name].title,
            "state_url": f"/tilstand/{name}/",
        }
        for name in names.split(",")
    ]
    context = Context(
        {
            "players": players,
            "csrf_token": get_token(request),
            "course": {"title": "Kursus"},
            "course_url": "/",
            "brand": {},
        }
    )
    response = HttpResponse(Template(PAGE).render(context))
    response.set_cookie("sessionid", "the-learners-session", httponly=True, samesite="Lax")
    response.set_cookie("readable", "secret", samesite="Lax")
    return response


def state(request: HttpRequest, name: str) -> HttpResponse:
    if SHELF.troubles:
        return HttpResponse(status=SHELF.troubles.pop(0))
    SHELF.take_state(name, request.body)
    return HttpResponse(status=204)


def statements(request: HttpRequest) -> HttpResponse:
    SHELF.take_statements(request.body)
    return HttpResponse(status=204)


def static(request: HttpRequest, name: str) -> HttpResponseBase:
    """As WhiteNoise sends them."""
    response = serve(request, name, insecure=True)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


urlpatterns = [
    path("side/<str:names>/", page),
    path("tilstand/<str:name>/", state),
    path("registreringer/", statements),
    path("static/<path:name>", static),
    path("h5p/", include(player_urls(Host()))),
]
