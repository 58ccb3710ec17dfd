"""A library's stylesheet, moved into a bundle: every address in it is rewritten, what it imports is taken in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

#: Comments and strings are matched so that nothing inside them is taken for an address.
TOKEN = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))
    |@charset\s+(?:"[^"\n]*"|'[^'\n]*')\s*;?
    |@import\s+(?:url\(\s*)?(?P<import>"[^"\n]*"|'[^'\n]*'|[^\s"')(;]+)\s*\)?(?P<media>[^;{}]*)(?:;|\Z)
    |url\(\s*(?P<url>"[^"\n]*"|'[^'\n]*'|[^\s"'()]*)\s*\)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
#: A stylesheet that imports one that imports one ... real libraries stop at the first.
DEEPEST = 4

Read = Callable[[str], str | None]


def moved(path: str, read: Read, *, depth: int = 0) -> str:
    """The stylesheet at ``path`` (``H5P.X-1.0/css/x.css``) as it reads from the folder that holds all libraries.

    ``read`` gives the text at such a path. Addresses come out relative to that folder, below ``./``; whoever bundles
    says where it is. Those of other sites stay: the policy of the frame keeps them from being asked.
    """
    text = read(path)
    if text is None:
        return ""

    def replaced(token: re.Match[str]) -> str:
        if token["url"] is not None:
            return f'url("{address(path, _bare(token["url"]))}")'
        if token["import"] is not None:
            return _imported(token, path, read, depth)
        return token.group() if token["string"] is not None else ""

    return TOKEN.sub(replaced, text.removeprefix("\ufeff"))


def address(path: str, url: str) -> str:
    """Where ``url`` in the stylesheet at ``path`` leads, seen from the folder of all libraries."""
    if not url or ELSEWHERE.match(url):
        return url
    place, mark, rest = _split(url)
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
    return "about:invalid" if found.startswith("..") else f"./{found}{mark}{rest}"


def _split(url: str) -> tuple[str, str, str]:
    """The path, and what follows it: ``?#iefix`` of a typeface."""
    cut = re.search(r"[?#]", url)
    return (url[: cut.start()], cut.group(), url[cut.end() :]) if cut else (url, "", "")


def _imported(token: re.Match[str], path: str, read: Read, depth: int) -> str:
    found = address(path, _bare(token["import"]))
    if depth >= DEEPEST or not found.startswith("./"):
        return ""
    text = moved(_split(found.removeprefix("./"))[0], read, depth=depth + 1)
    media = token["media"].strip()
    return f"@media {media} {{{text}}}" if media else text


def _bare(quoted: str) -> str:
    return quoted.strip("\"'").replace('"', "%22")
