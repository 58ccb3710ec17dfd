from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import RequestFactory

from courses.demo.packages import TWO_QUESTIONS, packed
from courses.h5p.player import bundles, signing, views
from courses.h5p.player.host import State
from courses.h5p.player.mime import TYPES, type_of
from courses.h5p.player.playable import Playable
from courses.h5p.player.policy import SANDBOX
from courses.h5p.player.signing import Grant
from courses.h5p.player.wording import core_strings
from tests.courses.h5p.player.unpacked import Unpacked
from tests.services import ROOT

GRANT = Grant("1", "test")
QUIZ = Unpacked(packed(TWO_QUESTIONS)).playable("https://hyldefri.example/x")


class Host:
    def __init__(self, version: Playable | None = QUIZ, *, allows: bool = True, saved: State | None = None) -> None:
        self.version, self.allows, self.saved = version, allows, saved or {}

    def may_play(self, grant: Grant) -> bool:
        return self.allows and grant == GRANT

    def playable(self, grant: Grant) -> Playable | None:
        return self.version

    def state(self, grant: Grant) -> State:
        return self.saved

    def opened(self, grant: Grant) -> None:
        pass


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def ask(
    view: Any, rest: str = "", host: Host | None = None, method: str = "get", headers: Mapping[str, str] | None = None
) -> HttpResponseBase:
    token = signing.sign(GRANT)
    request = getattr(RequestFactory(), method)(f"/h5p/{token}/{rest}", headers=headers)
    arguments: dict[str, str] = {}
    if rest.startswith("bundles/"):
        name, kind = rest.removeprefix("bundles/").split(".")
        arguments = {"name": name, "kind": kind}
    elif rest.startswith("libraries/"):
        folder, path = rest.removeprefix("libraries/").split("/", 1)
        arguments = {"folder": folder, "path": path}
    elif rest:
        arguments = {"path": rest.removeprefix("content/1/")}
    answer: HttpResponseBase = view(host or Host())(request, token, **arguments)
    return answer


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response)


def bundle(kind: str) -> str:
    return f"bundles/{bundles.name(QUIZ.pins)}.{kind}"


EVERYTHING = [
    (views.frame, ""),
    (views.bundle, bundle("js")),
    (views.bundle, bundle("css")),
    (views.library, "libraries/Hyldefri.Quiz-1.0/quiz.js"),
    (views.content, "content/1/content.json"),
]


@pytest.mark.parametrize(("view", "rest"), EVERYTHING)
def test_every_answer_is_held_in_its_place(view: Any, rest: str) -> None:
    response = ask(view, rest)

    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert re.search(r"(^|; )sandbox( |;|$)", policy)
    assert "default-src 'none'" in policy
    assert "allow-same-origin" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


@pytest.mark.parametrize(("view", "rest"), EVERYTHING)
def test_without_the_hosts_word_there_is_nothing(view: Any, rest: str) -> None:
    response = ask(view, rest, Host(allows=False))

    assert response.status_code == 403
    assert b"Hyldefri.Quiz" not in body(response)


@pytest.mark.parametrize(("view", "rest"), EVERYTHING)
def test_a_version_that_must_not_run_is_not_there(view: Any, rest: str) -> None:
    assert ask(view, rest, Host(None)).status_code == 404


@pytest.mark.parametrize(("view", "rest"), EVERYTHING[1:])
def test_what_does_not_change_is_kept(view: Any, rest: str) -> None:
    assert "immutable" in ask(view, rest).headers["Cache-Control"]


def test_the_frame_is_not_kept_for_it_holds_what_was_answered() -> None:
    assert ask(views.frame).headers["Cache-Control"] == "no-store"


def test_a_forged_token_opens_nothing() -> None:
    request = RequestFactory().get("/h5p/forged/")

    assert views.frame(Host())(request, "forged").status_code == 403


def integration_of(response: HttpResponseBase) -> Any:
    found = re.search(
        rb'<script id="h5p-integration" type="application/json">(.*?)</script>', body(response), re.DOTALL
    )
    assert found
    return json.loads(found[1])


def test_the_frame_brings_the_state_along() -> None:
    saved = {"0": {"state": '{"chosen":[1,null]}'}, "abc": {"state": "2"}}

    integration = integration_of(ask(views.frame, host=Host(saved=saved)))

    assert integration["contents"]["cid-1"]["contentUserData"] == saved
    assert integration["contents"]["cid-1"]["library"] == "Hyldefri.Quiz 1.0"
    assert json.loads(integration["contents"]["cid-1"]["jsonContent"]) == QUIZ.content
    assert integration["user"] == {"name": "", "mail": ""}


def test_a_title_or_a_state_breaks_out_of_nothing() -> None:
    nasty = "</script><script>alert(1)</script><!--"
    host = Host(replace(QUIZ, title=nasty, content={"x": nasty}), saved={"0": {"state": json.dumps(nasty)}})

    page = body(ask(views.frame, host=host))

    assert b"<script>alert" not in page
    assert b"<!--" not in page


def test_the_policy_of_the_frame_names_its_own_prefix_and_the_core_only() -> None:
    policy = ask(views.frame).headers["Content-Security-Policy"]
    hosts = set(re.findall(r"https?://\S+", policy.replace(";", " ")))

    token = signing.sign(GRANT)
    assert hosts == {f"http://testserver/h5p/{token}/", "http://testserver/static/hyldefri/dist/h5p/"}
    assert "connect-src http://testserver/h5p/" in policy
    assert policy.endswith(f"sandbox {SANDBOX}")
    assert not {"allow-same-origin", "allow-popups", "allow-top-navigation"} & set(SANDBOX.split())


def test_a_bundle_comes_compressed_and_plain() -> None:
    packed_bundle = ask(views.bundle, bundle("js"), headers={"Accept-Encoding": "gzip, br"})
    plain = ask(views.bundle, bundle("js"))

    assert packed_bundle.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(packed_bundle)) == body(plain)
    assert plain.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_bundle_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = body(ask(views.bundle, bundle("css")))
    monkeypatch.setattr("courses.h5p.player.bundles.read_text", pytest.fail)

    assert body(ask(views.bundle, bundle("css"))) == first


def test_another_versions_bundle_is_not_here() -> None:
    assert ask(views.bundle, f"bundles/{'0' * 40}.js").status_code == 404


@pytest.mark.parametrize(
    "rest",
    [
        "libraries/H5P.Other-1.0/quiz.js",
        "libraries/Hyldefri.Quiz-1.0/gone.js",
        "libraries/Hyldefri.Quiz-1.0/../../h5p.json",
        "content/1/gone.png",
        "content/1/../h5p.json",
    ],
)
def test_what_is_not_in_the_version_is_not_there(rest: str) -> None:
    response = ask(views.library if rest.startswith("lib") else views.content, rest)

    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("view", "rest"), EVERYTHING[1:])
@pytest.mark.parametrize("site", ["same-origin", "same-site"])
def test_a_page_of_ours_cannot_run_a_packages_files(view: Any, rest: str, site: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": "script"}

    assert ask(view, rest, headers=headers).status_code == 403
    assert ask(view, rest, headers={**headers, "Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_learner_can_open_a_file_of_the_content_by_itself() -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"}

    assert ask(views.content, "content/1/content.json", headers=headers).status_code == 200


def test_media_are_sent_in_parts() -> None:
    response = ask(views.content, "content/1/content.json", headers={"Range": "bytes=0-3"})

    assert (response.status_code, len(body(response))) == (206, 4)


def test_only_reading_is_allowed() -> None:
    for method in ("post", "put", "delete", "patch"):
        assert ask(views.frame, method=method).status_code == 405


def test_a_browser_that_asks_first_is_told_what_it_may() -> None:
    response = ask(views.library, "libraries/Hyldefri.Quiz-1.0/library.json", method="options")

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_name_decides_what_a_file_is_sent_as() -> None:
    assert type_of("a/B.SVG") == "image/svg+xml"
    assert [type_of(name) for name in ("x.html", "x.htm", "x.xhtml", "x.shtml", "x", "x.php")] == [
        "application/octet-stream"
    ] * 6
    assert not [ending for ending, kind in TYPES.items() if "html" in kind]


def test_every_string_the_core_asks_for_is_there() -> None:
    core = (ROOT / "node_modules/h5p-standalone/dist/frame.bundle.js").read_text()

    asked = set(re.findall(r'\.t\("([A-Za-z0-9]+)"', core))
    assert len(asked) > 30
    assert asked - core_strings().keys() == set()
