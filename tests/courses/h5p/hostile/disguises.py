"""Files that are two things at once, or another than their name says."""

from __future__ import annotations

from courses.h5p.package import Rule
from tests.courses.h5p.hostile.case import harmless, honest, refused
from tests.courses.h5p.package.building import PNG, Raw, entries, files, packed, zipped

GIF = b"GIF89a/*" + bytes(40)
PAGE = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def behind(front: bytes) -> bytes:
    """A zip with something in front, its offsets moved so that it is a good one to most readers."""
    at, moved = len(front), []
    for entry in entries(files()):
        moved.append(Raw(entry.name, entry.data, central={"offset": at}))
        at += 30 + len(entry.name) + len(entry.body())
    return front + zipped(moved, offset=at)


def in_content(*names: str) -> bytes:
    return honest(*(Raw(f"content/{name}", SVG if name.endswith("g") else PAGE) for name in names))


CASES = {
    "a picture and a zip": refused(Rule.JUNK_BEFORE, "", lambda: behind(GIF)),
    "a PDF and a zip": refused(Rule.JUNK_BEFORE, "", lambda: behind(b"%PDF-1.4\n" + bytes(60))),
    "a page and a zip": refused(Rule.JUNK_BEFORE, "", lambda: zipped(entries(files()), before=PAGE)),
    "a program and a zip": refused(Rule.JUNK_BEFORE, "", lambda: behind(b"MZ" + bytes(200))),
    "a zip and a page": refused(Rule.JUNK_AFTER, "", lambda: zipped(entries(files()), after=PAGE)),
    "a zip and a zip": refused(Rule.BROKEN_ZIP, "", lambda: honest() + honest()),
    "a page in the comment": harmless(lambda: zipped(entries(files()), comment=PAGE)),
    "scripts and pages in content": harmless(
        lambda: in_content("a.js", "b.html", "c.HTM", "d.xhtml", "e.svg", "f.xml", "g.php", "h.swf", "i.mjs", "j.shtml")
    ),
    "two endings": harmless(lambda: in_content("a.png.html", "b.html.", "c.html ", "d.png.svgz")),
    "no ending": harmless(lambda: in_content("html", "h5p", ".htaccess", ".png", "web.config")),
    "a page called a picture": harmless(lambda: in_content("a.png", "b.pdf", "c.mp4", "d.woff2")),
    "a drawing called a picture": harmless(lambda: honest(Raw("content/a.png", b"\xef\xbb\xbf \n" + SVG))),
    "a picture and a page": harmless(
        lambda: honest(Raw("content/a.gif", GIF + PAGE), Raw("content/b.png", PNG + PAGE))
    ),
    "programs beside the content": harmless(
        lambda: packed(
            files(), Raw("evil.exe", b"MZ"), Raw("evil.php", PAGE), Raw("bin/evil.sh", b"#!/bin/sh")
        ).getvalue()
    ),
    "a script as its library's drawing": harmless(lambda: honest(Raw("H5P.Lesson-1.0/icon.svg", SVG))),
    "a page in a library": harmless(
        lambda: honest(Raw("H5P.Lesson-1.0/evil.html", PAGE), Raw("H5P.Lesson-1.0/a.php", PAGE))
    ),
}
