from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.player.styles import moved

LIBRARIES = "../libraries/"


def rewritten(text: str, **others: str) -> str:
    sheets = {"H5P.X-1.0/css/x.css": text, **{name.replace("__", "/") + ".css": css for name, css in others.items()}}
    return moved("H5P.X-1.0/css/x.css", sheets.get, LIBRARIES)


def test_an_address_leads_where_it_led() -> None:
    assert rewritten("a { background: url(pic.png) }") == 'a { background: url("../libraries/H5P.X-1.0/css/pic.png") }'
    assert 'url("../libraries/H5P.X-1.0/fonts/f.woff")' in rewritten("@font-face{src:url('../fonts/f.woff')}")
    assert 'url("../libraries/H5P.Y-2.1/y.svg")' in rewritten('b{c:url( "../../H5P.Y-2.1/y.svg" )}')


def test_what_follows_a_path_is_kept() -> None:
    assert rewritten("url(f.eot?#iefix)") == 'url("../libraries/H5P.X-1.0/css/f.eot?#iefix")'
    assert rewritten("url('f.svg#icons')") == 'url("../libraries/H5P.X-1.0/css/f.svg#icons")'


def test_addresses_elsewhere_stay() -> None:
    for address in (
        "data:image/png;base64,AA==",
        "https://example.org/x.png",
        "//example.org/x",
        "/x.png",
        "#shape",
        "",
    ):
        assert rewritten(f"url({address})") == f'url("{address}")'


def test_an_address_does_not_lead_out_of_the_libraries() -> None:
    assert rewritten("url(../../../secret.png)") == 'url("about:invalid")'
    assert rewritten("url(../../../../../../../x)") == 'url("about:invalid")'


def test_comments_and_strings_are_no_addresses() -> None:
    assert rewritten("/* url(a.png) */b{}") == "b{}"
    assert rewritten("""b{content:"url(a.png)"}""") == """b{content:"url(a.png)"}"""
    assert rewritten("/* never closed url(a)") == ""


def test_an_import_is_taken_in() -> None:
    sheets = {
        "H5P.X-1.0/css/x.css": '@charset "utf-8";@import url("more/y.css") print;@import "z.css";a{}',
        "H5P.X-1.0/css/more/y.css": "y{b:url(y.png)}",
        "H5P.X-1.0/css/z.css": "z{}",
    }

    assert moved("H5P.X-1.0/css/x.css", sheets.get, LIBRARIES) == (
        '@media print {y{b:url("../libraries/H5P.X-1.0/css/more/y.png")}}z{}a{}'
    )


def test_imports_that_go_round_end() -> None:
    assert moved("H5P.X-1.0/x.css", {"H5P.X-1.0/x.css": '@import "x.css";a{}'}.get, LIBRARIES).count("a{}") == 5


def test_an_import_of_another_site_is_left_out() -> None:
    assert rewritten('@import "https://example.org/x.css";@import url(//example.org/y.css);a{}') == "a{}"


def test_a_quote_in_an_address_ends_nothing() -> None:
    assert rewritten("""url('a"b.png')""") == 'url("../libraries/H5P.X-1.0/css/a%22b.png")'


@given(st.text(alphabet="url(@import\"' /*).;{}a\\\n", max_size=200))
def test_no_relative_address_is_left(text: str) -> None:
    found = re.sub(
        r'"(?:[^"\\\n]|\\.)*"', lambda string: string[0] if "libraries" in string[0] else "", rewritten(text)
    )

    assert not re.search(r"url\([a-z]+\)", found)


@pytest.mark.parametrize("nasty", ["@import a ", "@import url( ", "url(" + " " * 50, "url('", '"', '\\"', "/*", "\\"])
def test_a_stylesheet_made_to_be_slow_is_not(nasty: str) -> None:
    # Looked at twice at every place, half a million characters would take longer than a test may.
    assert rewritten(nasty * (500_000 // len(nasty)) + "\\") is not None
