"""A library's stylesheet, moved into a bundle: every address in it is rewritten, what it imports is taken in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

#: Comments and strings are matched so that nothing inside them is taken for an address. No part looks at the same text
#: twice: a stylesheet of megabytes made to be slow is not.
TOKEN = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))
    |@charset\s+(?:"[^"\n]*"|'[^'\n]*')\s*;?
    |@import\s++(?:url\(\s*+)?(?P<import>"[^"\n]*"|'[^'\n]*'|[^\s"')(;]+)\s*+\)?(?P<media>[^;{}@]{0,200})(?:;|\Z)
    |url\(\s*+(?P<url>"[^"\n]*"|'[^'\n]*'|[^\s"'()]*+)\s*+\)
    |(?P<string>"(?:[^"\\\n]|\\(?:.|\Z))*+(?:"|(?=\n)|\Z)|'(?:[^'\\\n]|\\(?:.|\Z))*+(?:'|(?=\n)|\Z))""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
#: A stylesheet that imports one that imports one ... real libraries stop at the first.
DEEPEST = 4

Read = Callable[[str], str | None]


def moved(path: str, read: Read, libraries: str, *, depth: int = 0) -> str:
    """The stylesheet at ``path`` (``H5P.X-1.0/css/x.css``) as it reads from elsewhere.

    ``read`` gives the text at such a path, ``libraries`` is the address of the folder they are paths in. Addresses of
    other sites stay: the policy of the frame keeps them from being asked.
    """
    text = read(path)
    if text is None:
        return ""

    def replaced(token: re.Match[str]) -> str:
        if token["url"] is not None:
            return f'url("{_address(path, _bare(token["url"]), libraries)}")'
        if token["import"] is not None:
            return _imported(token, path, read, libraries, depth)
        return token.group() if token["string"] is not None else ""

    return TOKEN.sub(replaced, text.removeprefix("\ufeff"))


def _address(path: str, url: str, libraries: str) -> str:
    """Where ``url`` in the stylesheet at ``path`` leads."""
    if not url or ELSEWHERE.match(url):
        return url
    place, rest = _split(url)
    found = _inside(path, place)
    return f"{libraries}{found}{rest}" if found else "about:invalid"


def _inside(path: str, place: str) -> str:
    """The path ``place`` means in the stylesheet at ``path``; empty where it leads out of the libraries."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
    return "" if found.startswith("..") else found


def _split(url: str) -> tuple[str, str]:
    """The path, and what follows it: ``?#iefix`` of a typeface."""
    cut = re.search(r"[?#]", url)
    return (url[: cut.start()], url[cut.start() :]) if cut else (url, "")


def _imported(token: re.Match[str], path: str, read: Read, libraries: str, depth: int) -> str:
    url = _bare(token["import"])
    found = "" if ELSEWHERE.match(url) else _inside(path, _split(url)[0])
    if depth >= DEEPEST or not found:
        return ""
    text = moved(found, read, libraries, depth=depth + 1)
    media = token["media"].strip()
    return f"@media {media} {{{text}}}" if media else text


def _bare(quoted: str) -> str:
    return quoted.strip("\"'").replace('"', "%22")
