"""JSON that is none, is too much, or means two things."""

from __future__ import annotations

import json

from courses.h5p.package import Rule
from tests.courses.h5p.hostile.case import Case, harmless, refused, with_files
from tests.courses.h5p.package.building import STORED, Raw, entries, files, zipped

CONTENT, MANIFEST = "content/content.json", "h5p.json"


def stored(name: str, data: bytes) -> bytes:
    """Not packed: else these would be bombs."""
    others = {path: of for path, of in files().items() if path != name}
    return zipped([*entries(others), Raw(name, data, STORED)])


def broken(data: bytes, rule: Rule = Rule.BAD_JSON, name: str = CONTENT) -> Case:
    return refused(rule, name, lambda: stored(name, data))


def deep(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


CASES = {
    "cut off": broken(b'{"title": "He'),
    "nothing": broken(b""),
    "not a number": broken(b'{"title": NaN}'),
    "infinite": broken(b'{"title": -Infinity}'),
    "a number without end": broken(b'{"title": ' + b"9" * 10_000 + b"}"),
    "a power without end": broken(b'{"title": 1e999999}'),
    "not UTF-8": broken(b'{"title": "\xff\xfe"}'),
    "latin 1": broken('{"title": "blåbær"}'.encode("latin-1")),
    "UTF-16": broken('{"title": "x"}'.encode("utf-16")),
    "UTF-32": broken('{"title": "x"}'.encode("utf-32")),
    "comments": broken(b'{/* x */ "title": "x"}'),
    "two values": broken(b'{"title": "x"} {"title": "y"}'),
    "brackets that do not match": broken(b'{"title": ["x"}]'),
    "closed too often": broken(b'{"title": "x"}}}}}'),
    "a hundred thousand deep": broken(deep(100_000), Rule.JSON_TOO_DEEP),
    "a hundred thousand lists deep": broken(b"[" * 100_000, Rule.JSON_TOO_DEEP),
    "50 MB": broken(b'{"title": "' + b"x" * 50_000_000 + b'"}', Rule.JSON_TOO_LARGE),
    "five million values": broken(b'{"it": [' + b"1," * 2_400_000 + b"1]}", Rule.JSON_TOO_LARGE),
    "a list": broken(b"[]", Rule.BAD_CONTENT),
    "a number": broken(b"42", Rule.BAD_CONTENT),
    "null": broken(b"null", Rule.BAD_CONTENT),
    "the manifest a list": broken(b"[]", Rule.BAD_MANIFEST, MANIFEST),
    "the manifest a word": broken(b'"H5P.Lesson"', Rule.BAD_MANIFEST, MANIFEST),
    "no manifest": refused(
        Rule.MISSING_FILE, MANIFEST, lambda: zipped(entries({n: d for n, d in files().items() if n != MANIFEST}))
    ),
    "no content": refused(
        Rule.MISSING_FILE, CONTENT, lambda: zipped(entries({n: d for n, d in files().items() if n != CONTENT}))
    ),
    "the main library a path": refused(
        Rule.BAD_MANIFEST, MANIFEST, with_files({MANIFEST: json.dumps({"mainLibrary": "../../etc/passwd"}).encode()})
    ),
    "the main library an object": refused(
        Rule.BAD_MANIFEST, MANIFEST, with_files({MANIFEST: b'{"mainLibrary": {"$ne": 1}}'})
    ),
    "one key twice": harmless(with_files({CONTENT: b'{"title": "<b>", "title": "Hello"}'})),
    "keys of every object": harmless(
        with_files({CONTENT: b'{"__proto__": {"polluted": 1}, "constructor": {"prototype": {}}, "title": "x"}'})
    ),
    "half characters and zeros": harmless(
        with_files({CONTENT: b'{"title": "\\ud800 \\u0000 \\udfff", "\\ud800": 1, "body": "\\u0000<b>\\udc00"}'})
    ),
    "a byte order mark": harmless(with_files({CONTENT: b'\xef\xbb\xbf{"title": "x"}'})),
    "a script for a title": harmless(
        with_files(
            {
                MANIFEST: json.dumps(
                    {
                        "title": "<script>alert(1)</script>\u202e\0",
                        "mainLibrary": "H5P.Lesson",
                        "language": "<script>",
                        "authors": [{"name": "<img src=x onerror=alert(1)>", "role": {"a": 1}}, 7],
                        "license": "<svg onload=alert(1)>",
                        "source": "javascript:alert(1)",
                        "preloadedDependencies": "H5P.Lesson 1.0",
                    }
                ).encode()
            }
        )
    ),
}
