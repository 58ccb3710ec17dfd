"""HTML in content: what an author wrote stays, what runs goes, and nothing takes more than its time."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.package import markup

pytestmark = pytest.mark.once

TAGS = markup.allowed_tags(["strong", "em", "a", "ul", "ol", "h2", "table", "img", "code", "del"])
RUNNING = [
    *("script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "button", "meta", "base", "link"),
    *("video", "audio", "source", "template", "noscript", "textarea", "title", "html", "body", "head", "frameset"),
]
EVERYTHING = markup.allowed_tags([*RUNNING, "a"])


def clean(text: str) -> str:
    return markup.clean(text, TAGS)[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain, with & and &amp; and &lt;b&gt;",
        "<p>A <strong>word</strong> and <em>one</em><br>more</p>\n",
        '<p style="text-align: center;">middle</p>',
        '<p><a href="https://example.org/?a=1&amp;b=2#c" target="_blank">link</a></p>',
        '<a href="mailto:a@example.org">post</a>',
        "<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>",
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        "<div>&nbsp;</div>",
        "<p>&ldquo;quoted&rdquo; &quot;so&quot;, a&#42;b<br />and on</p>",
        "<p>two</p>\r\n<p>lines</p>",
        '<P CLASS="a">loud</P>',
        "<p>*answer*, \\(a^2\\) and 2 &lt; 3</p>",
        '<span style="color: #757575; font-size: 1.5em;">grey</span>',
        '<p lang="en" dir="ltr" class="x" id="y" aria-label="z" data-a="b">text</p>',
        "<p>æøå &amp; 日本</p>",
    ],
)
def test_what_an_author_writes_stays_as_it_is(text: str) -> None:
    assert markup.clean(text, TAGS) == (text, ())


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script>alert(1)",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)">',
    "<img/src=x/onerror=alert(1)>",
    '<img src="javascript:alert(1)">',
    "<p onclick=alert(1) OnMouseOver='alert(1)'>x</p>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href=" java\tscript\n:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><p><style><img src=x onerror=alert(1)></style></p></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=evil.swf></object><embed src=evil.swf>",
    "<form action=https://evil.example><input name=a><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<style>@import 'https://evil.example/a.css';</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<p style="background-image:url(https://evil.example/a)">x</p>',
    '<p style="position:fixed;top:0;left:0;width:100%">x</p>',
    "<!--><script>alert(1)</script>-->",
    "<!-- <script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><script>alert(1)</script></textarea>",
    "<template><script>alert(1)</script></template>",
    "<p title='</p><script>alert(1)</script>'>x",
    '<p title="a" title=\'"><script>alert(1)</script>\'>x</p>',
    "<a href='https://a/\"onclick=alert(1)//'>x</a>",
    "<p\x00 onclick=alert(1)>x</p>",
    "<\x00script>alert(1)</script>",
    "<p/onclick=alert(1)>",
    "< script >alert(1)</ script >",
    "<xss style=animation:x onanimationstart=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    '<p \'="><img src=x onerror=alert(1)>">',
]


class _Found(HTMLParser):
    """What a page would have of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def is_harmless(text: str, tags: frozenset[str]) -> bool:
    found = _Found(text)
    scripts = [
        name
        for name, value in found.attributes
        if name.startswith("on") or "javascript:" in re.sub(r"\s", "", value.lower())
    ]
    schemes = [
        value for name, value in found.attributes if name in {"href", "src"} and re.match(r"\s*(data|vbscript):", value)
    ]
    styles = [
        value for name, value in found.attributes if name == "style" and re.search(r"url|position|expression", value)
    ]
    return found.tags <= tags and not (scripts or schemes or styles)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("tags", [TAGS, EVERYTHING, markup.allowed_tags([])], ids=["some", "everything", "none"])
def test_what_runs_goes(text: str, tags: frozenset[str]) -> None:
    cleaned, _ = markup.clean(f"before {text}", tags)

    assert is_harmless(cleaned, tags)
    assert cleaned.startswith("before ")


def test_semantics_cannot_allow_what_runs() -> None:
    assert markup.allowed_tags([]) == EVERYTHING - {"a"}


def test_what_had_to_go_is_named() -> None:
    text = '<p onclick="x()">a<script>b</script><blink>c</blink><a href="javascript:x">d</a></p>'

    assert markup.clean(text, TAGS) == ("<p>ac<a>d</a></p>", ("blink", "href", "onclick", "script"))


ROWS = "<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>"),
        ("<p>one</div></p>two</strong>", "<p>one</p>two"),
        ("<p/>a", "<p>a</p>"),
        ("<p>a<br></p>&lt;script&gt;<b", "<p>a<br></p>&lt;script&gt;"),
        ("<p class='a'>&quot;</p>", '<p class="a">"</p>'),
        ("<strong><em>a</strong>b</em>", "<strong><em>a</em></strong>b"),
        ("a < b > c", "a &lt; b &gt; c"),
        ("a<b", "a"),
        ("<p>a</p><p title=", "<p>a</p>"),
        ("<br/><hr/>", "<br>"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", f"<table><tbody>{ROWS}</tbody></table>"),
    ],
)
def test_careless_html_is_put_in_order(given: str, kept: str) -> None:
    assert clean(given) == kept


MANY = 60_000


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * MANY,
        "<b>" * MANY,
        "".join(f"<b class={number}>" for number in range(3000)) + "<p>x" * 3000,
        "".join(f"<a class={number}>" for number in range(MANY // 2)),
        "<table><tr><td>" * (MANY // 3),
        "<p " + " ".join(f"a{number}" for number in range(MANY)) + ">x</p>",
        "<p " + "a=1 " * MANY + ">",
        "<!--" * MANY,
        "<![" * MANY,
        "<a '" * MANY,
        '<a b="' * MANY,
        "<script>" + "</script" * MANY,
        "<" * MANY,
        "</p" * MANY,
        "<a" * MANY + " " * MANY,
        "<p title" + " " * MANY + "x" + " " * MANY,
        "&" * MANY + "<p>",
        "<p style='" + "color:red;" * MANY + "'>",
    ],
    ids=range(18),
)
def test_hostile_nesting_stays_small(text: str) -> None:
    """As large as it was, give or take, and quickly: the time out is for what would take minutes."""
    cleaned, _ = markup.clean(text, TAGS)

    assert len(cleaned) <= 6 * len(text) + 1000
    assert cleaned.count("<div>") <= 64


PIECES = st.sampled_from([*"<>/='\" abp!-&;:\n", "script", "style=", "onclick=", "<p>", "</a>", "href=", "javascript:"])


@given(st.lists(PIECES).map("".join))
def test_any_text_comes_out_harmless_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)

    assert is_harmless(cleaned, TAGS)
    if "<" in text:
        assert clean(cleaned) == cleaned


@given(st.text(alphabet="<>&;\"'ab#x9 "))
def test_escaping_again_changes_nothing(text: str) -> None:
    escaped = markup.escape(text)

    assert markup.escape(escaped) == escaped
    assert not set("<>\"'") & set(escaped)


def test_what_is_escaped_already_stays() -> None:
    assert markup.escape("a &amp; b &#039;c&#x27; &eacute; & <d>") == "a &amp; b &#039;c&#x27; &eacute; &amp; &lt;d&gt;"


@pytest.mark.parametrize(
    "address",
    ["javascript:x", " JAVA\tSCRIPT:x", "&#x6a;avascript:x", "vbscript:x", "data:text/html,x", "\u00a0javascript:x"],
)
def test_an_address_that_runs_is_known_however_it_is_spelled(address: str) -> None:
    assert markup.is_harmful_address(address)


@pytest.mark.parametrize(
    "address", ["", "https://example.org/javascript:x", "images/a.png", "JavaScript", "#a", "mailto:a@b.dk", "1:2"]
)
def test_other_addresses_are_not(address: str) -> None:
    assert not markup.is_harmful_address(address)
