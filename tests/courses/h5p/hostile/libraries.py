"""Libraries that are not what they are called, need each other, or reach out of their folders."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from courses.h5p.package import Rule
from tests.courses.h5p.hostile.case import Case, harmless, refused, with_files
from tests.courses.h5p.package.building import entries, files, library, needs, zipped

OWN = "H5P.Lesson-1.0/library.json"


def described(**fields: Any) -> Callable[[], bytes]:
    """An honest package whose library says this of itself."""
    return lambda: zipped(entries(files(**fields)))


def bad(rule: Rule = Rule.BAD_LIBRARY, file: str = OWN, **fields: Any) -> Case:
    return refused(rule, file, described(**fields))


def with_library(of: dict[str, bytes], **fields: Any) -> Callable[[], bytes]:
    return lambda: zipped(entries(files(**fields) | of))


def chain(links: int) -> bytes:
    of = files(preloadedDependencies=needs("L0 1.0"))
    for number in range(links):
        of |= library(f"L{number}", preloadedDependencies=needs(f"L{number + 1} 1.0") if number + 1 < links else [])
    return zipped(entries(of))


def twice() -> bytes:
    other = {name.replace("H5P.Lesson-1.0", "H5P.Lesson"): data for name, data in library().items()}
    return zipped(entries(files() | other | {"H5P.Lesson/script.js": b"alert(1)"}))


STYLE = b"""@import url(https://evil.example/a.css); @import "//evil.example/b.css"; @import "../../../content/x.css";
a { background: url(https://evil.example/?c) } b { background: url("../../../../../etc/passwd") }
c { background: url(javascript:alert(1)) } d { behavior: url(#default) }"""

CASES = {
    "a circle": refused(
        Rule.DEPENDENCY_CYCLE,
        OWN,
        with_library(
            library("H5P.Part", preloadedDependencies=needs("H5P.Lesson 1.0")),
            preloadedDependencies=needs("H5P.Part 1.0"),
        ),
    ),
    "needs itself": bad(Rule.DEPENDENCY_CYCLE, preloadedDependencies=needs("H5P.Lesson 1.0")),
    "needs what there is not": bad(Rule.MISSING_LIBRARY, "h5p.json", preloadedDependencies=needs("H5P.Nowhere 1.0")),
    "needs something unsayable": bad(preloadedDependencies=[{"machineName": "../x", "majorVersion": 1}]),
    "a chain of a thousand": refused(Rule.TOO_MANY_LIBRARIES, "", lambda: chain(1000)),
    "a core of the future": bad(Rule.CORE_TOO_NEW, coreApi={"majorVersion": 1, "minorVersion": 999}),
    "a core that is no number": bad(coreApi={"majorVersion": "x", "minorVersion": 1}),
    "a path for a name": bad(machineName="../x"),
    "an address for a name": bad(machineName="https://evil.example/x"),
    "a script for a name": bad(machineName="<script>alert(1)</script>"),
    "a name without end": bad(machineName="x" * 100_000),
    "a zero in its name": harmless(described(machineName="H5P.Les\0son")),
    "a list for a name": bad(machineName=["H5P.Lesson"]),
    "a name of another library": bad(Rule.LIBRARY_FOLDER, machineName="H5P.MultiChoice"),
    "a negative version": bad(majorVersion=-1),
    "a version without end": bad(minorVersion=10**30),
    "a version with a fraction": bad(patchVersion=1.5),
    "a version that is a truth": bad(majorVersion=True),
    "a version that is a word": bad(patchVersion="latest"),
    "no version": bad(patchVersion=None),
    "in two folders": refused(Rule.LIBRARY_TWICE, "H5P.Lesson/library.json", twice),
    "a list": refused(Rule.BAD_LIBRARY, OWN, with_files({OWN: b"[]"})),
    "fields that are none": refused(
        Rule.BAD_SEMANTICS,
        "H5P.Lesson-1.0/semantics.json",
        with_files({"H5P.Lesson-1.0/semantics.json": b'["title"]'}),
    ),
    "cannot be played": bad(Rule.NOT_RUNNABLE, runnable=0),
    "a script outside its folder": bad(
        Rule.MISSING_FILE, "H5P.Lesson-1.0/../content/a.js", preloadedJs=[{"path": "../content/a.js"}]
    ),
    "a script of another library": refused(
        Rule.MISSING_FILE,
        "H5P.Lesson-1.0/../H5P.Part-1.0/script.js",
        with_library(library("H5P.Part"), preloadedJs=[{"path": "../H5P.Part-1.0/script.js"}]),
    ),
    "a script from elsewhere": bad(
        Rule.MISSING_FILE,
        "H5P.Lesson-1.0/https://evil.example/a.js",
        preloadedJs=[{"path": "https://evil.example/a.js"}],
    ),
    "a script at the root": bad(Rule.MISSING_FILE, "H5P.Lesson-1.0//etc/passwd", preloadedJs=[{"path": "/etc/passwd"}]),
    "a style from a data address": bad(
        Rule.MISSING_FILE, "H5P.Lesson-1.0/data:text/css,a{}", preloadedCss=[{"path": "data:text/css,a{}"}]
    ),
    "a style that reaches out": harmless(
        with_library({"H5P.Lesson-1.0/a.css": STYLE}, preloadedCss=[{"path": "a.css"}])
    ),
    "a script for a title": harmless(
        described(title="<script>alert(1)</script>", author="<img src=x onerror=alert(1)>", license="<svg onload=x>")
    ),
    "patterns that never end": harmless(
        lambda: zipped(
            entries(
                files({"title": "a" * 40 + "!"})
                | library(
                    semantics=[{"name": "title", "type": "text", "regexp": {"pattern": "^(a+)+$", "modifiers": ""}}]
                )
            )
        )
    ),
    "fields within fields within fields": refused(
        Rule.JSON_TOO_DEEP,
        "H5P.Lesson-1.0/semantics.json",
        with_files(
            {"H5P.Lesson-1.0/semantics.json": b'[{"name":"a","type":"group","fields":' * 500 + b"[]" + b"}]" * 500}
        ),
    ),
    "words in place of lists": harmless(
        described(
            preloadedCss="a.css",
            dynamicDependencies="x",
            editorDependencies=7,
            embedTypes={"a": 1},
            metadataSettings="x",
        )
    ),
    "unknown things": harmless(
        lambda: with_library({}, evil={"exec": "rm -rf /"}, **json.loads('{"__proto__": {"a": 1}}'))()
    ),
}
