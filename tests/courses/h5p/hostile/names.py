"""Names that lead elsewhere, hide, or stand on each other."""

from __future__ import annotations

from courses.h5p.package import Rule
from tests.courses.h5p.hostile.case import Case, harmless, honest, refused
from tests.courses.h5p.package.building import Raw


def named(rule: Rule, name: str | bytes, shown: str = "") -> Case:
    file = shown or (name if isinstance(name, str) else name.decode("latin-1"))
    return refused(rule, file, lambda: honest(Raw(name, b"alert(1)")))


def pair(one: str, other: str, *, rule: Rule = Rule.NAME_COLLISION, file: str) -> Case:
    return refused(rule, file, lambda: honest(Raw(one, b"one"), Raw(other, b"other")))


CASES = {
    "up and out": named(Rule.PATH_TRAVERSAL, "../evil.js"),
    "up and out from within": named(Rule.PATH_TRAVERSAL, "content/../../evil.js"),
    "up and out the other way": named(Rule.PATH_TRAVERSAL, "content\\..\\..\\evil.js", "content/../../evil.js"),
    "up and out both ways": named(Rule.PATH_TRAVERSAL, "content/..\\../evil.js", "content/../../evil.js"),
    "up and out of a library": named(Rule.PATH_TRAVERSAL, "H5P.Lesson-1.0/../../evil.js"),
    "up at the end": named(Rule.PATH_TRAVERSAL, "content/images/.."),
    "escaped as in an address": harmless(lambda: honest(Raw("content/%2e%2e%2f%2e%2e%2fevil.txt", b"x"))),
    "dots that only look like it": harmless(lambda: honest(Raw("content/\u2025/\uff0e\uff0e/evil.txt", b"x"))),
    "absolute": named(Rule.ABSOLUTE_PATH, "/etc/cron.d/evil"),
    "absolute the other way": named(Rule.ABSOLUTE_PATH, "\\windows\\evil.dll", "/windows/evil.dll"),
    "on a server": named(Rule.ABSOLUTE_PATH, "//server/share/evil.js"),
    "on a drive": named(Rule.ABSOLUTE_PATH, "C:/windows/evil.js"),
    "on a drive the other way": named(Rule.ABSOLUTE_PATH, "C:\\windows\\evil.js", "C:/windows/evil.js"),
    "a stream of a file": named(Rule.BAD_NAME, "content/a.png:evil.js"),
    "a script in a folder made with backslashes": harmless(lambda: honest(Raw("content\\evil.js", b"alert(1)"))),
    "a zero in it": named(Rule.BAD_NAME, "content/a.png\0.js", "content/a.png\ufffd.js"),
    "a terminal's commands": named(Rule.BAD_NAME, "content/\x1b[2J.png", "content/\ufffd[2J.png"),
    "lines": named(Rule.BAD_NAME, "content/a\r\n.png", "content/a\ufffd\ufffd.png"),
    "read from the right": named(Rule.BAD_NAME, "content/gnp.\u202egnp.js", "content/gnp.\ufffdgnp.js"),
    "not UTF-8 though it says so": named(Rule.BAD_NAME, b"content/\xff\xfe.png", "content/\u00ff\u00fe.png"),
    "no name": refused(Rule.BAD_NAME, "", lambda: honest(Raw(b"", b"x"))),
    "very long": named(Rule.BAD_NAME, "content/" + "a" * 300 + ".png", "content/" + "a" * 191 + "\u2026"),
    "very deep": named(Rule.BAD_NAME, "content/" + "a/" * 100 + "a.png", ("content/" + "a/" * 100)[:199] + "\u2026"),
    "capital letters": pair("content/a.png", "content/A.png", file="content/A.png"),
    "the same name both ways": pair(
        "content/a/b.png", "content\\a\\b.png", rule=Rule.DUPLICATE, file="content/a/b.png"
    ),
    "two spellings of one letter": pair(
        "content/\u00e9.png", "content/e\u0301.png", rule=Rule.DUPLICATE, file="content/\u00e9.png"
    ),
    "twice with other bytes": pair("content/a.png", "content/a.png", rule=Rule.DUPLICATE, file="content/a.png"),
    "a file where a folder is": pair("content/a.png", "content/a.png/b.png", file="content/a.png/b.png"),
    "a second manifest in capitals": refused(Rule.NAME_COLLISION, "H5P.JSON", lambda: honest(Raw("H5P.JSON", b"{}"))),
}
