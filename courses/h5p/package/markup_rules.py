"""Which HTML content may have: tables, read by ``markup`` and ``tidying``."""

from __future__ import annotations

ALWAYS = {"div", "span", "p", "br"}
ALSO: dict[str, set[str]] = {
    "strong": {"b"},
    "b": {"strong"},
    "em": {"i"},
    "i": {"em"},
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd"},
    "del": {"s", "strike"},
    "strike": {"s", "del"},
    "s": {"strike", "del"},
    "table": {"tr", "td", "th", "colgroup", "col", "thead", "tbody", "tfoot", "caption", "figure", "figcaption"},
}
#: What semantics may ask for at all: no library's word lets a script, a frame or a form in.
SAFE = frozenset(
    {
        *("a", "abbr", "acronym", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite"),
        *("code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1"),
        *(
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "img",
            "ins",
            "kbd",
            "li",
            "mark",
            "ol",
            "p",
            "pre",
            "q",
            "rp",
            "rt",
        ),
        *("ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "tt", "u", "ul", "var", "wbr"),
    }
)
VOID = {"br", "hr", "img", "col", "wbr"}
CONTENT_TOO = {
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "noembed", "noframes"),
    *("textarea", "title", "xmp", "svg", "math", "select", "plaintext"),
}
_NEXT_ROW = {"tr", "thead", "tbody", "tfoot"}
#: Elements whose end authors leave out, and what begins after them.
ENDED_BY: dict[str, set[str]] = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": _NEXT_ROW,
    "td": {"td", "th"} | _NEXT_ROW,
    "th": {"td", "th"} | _NEXT_ROW,
}
BLOCKS = SAFE & {
    *("address", "blockquote", "center", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p"),
    *("pre", "table", "ul"),
}

GENERAL = {"class", "id", "lang", "xml:lang", "dir", "title", "style", "align", "role", "tabindex", "translate"}
_CELL = {"colspan", "rowspan", "headers", "width", "height", "valign", "bgcolor", "nowrap", "abbr"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": GENERAL,
    "a": {"href", "target", "rel", "hreflang", "name", "type", "download"},
    "img": {"src", "alt", "width", "height", "border", "hspace", "vspace", "loading"},
    "hr": {"width", "size", "noshade", "color"},
    "br": {"clear"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "table": {"border", "cellpadding", "cellspacing", "summary", "width", "height", "bgcolor", "frame", "rules"},
    "td": _CELL,
    "th": _CELL | {"scope"},
    "tr": {"valign", "bgcolor"},
    "col": {"span", "width", "valign"},
    "colgroup": {"span", "width", "valign"},
    "font": {"color", "face", "size"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
}
PREFIXES = {"data-", "aria-"}
_SIDES = ("top", "right", "bottom", "left")
STYLES = {
    *("color", "background-color", "text-align", "text-decoration", "text-indent", "font-family", "font-size"),
    *("font-style", "font-weight", "line-height", "letter-spacing", "word-spacing", "vertical-align", "white-space"),
    *(
        "list-style-type",
        "width",
        "height",
        "max-width",
        "float",
        "margin",
        "margin-left",
        "margin-right",
        "margin-top",
    ),
    *("margin-bottom", "padding", "padding-left", "padding-right", "padding-top", "padding-bottom", "border"),
    *("border-color", "border-style", "border-width", "border-collapse", "border-spacing", "direction"),
    *(f"border-{side}{part}" for side in _SIDES for part in ("", "-color", "-style", "-width")),
    *("border-radius", "clear", "font", "font-variant", "list-style", "max-height", "min-height", "min-width"),
    *("overflow-wrap", "text-decoration-color", "text-decoration-line", "text-decoration-style", "text-transform"),
    *("margin-inline-start", "margin-inline-end", "padding-inline-start", "padding-inline-end", "word-break"),
}
SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
ADDRESSES = {"href", "src", "cite"}
