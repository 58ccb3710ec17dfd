from __future__ import annotations

import io
import json
import re
from dataclasses import replace

from courses.demo.packages import TWO_QUESTIONS, packed
from courses.h5p.player import bundles
from courses.h5p.player.playable import Opened, Pin
from tests.courses.h5p.player.unpacked import Unpacked


def pin(name: str, files: dict[str, bytes], digest: str = "1") -> Pin:
    def opened(path: str) -> Opened | None:
        return Opened(io.BytesIO(files[path]), len(files[path])) if path in files else None

    scripts = tuple(path for path in files if path.endswith(".js"))
    styles = tuple(path for path in files if path.endswith(".css"))
    return Pin(name, 1, 2, digest, scripts, styles, opened)


def parts(script: str) -> list[list[str]]:
    """What the bundle would run: path and text, in order."""
    found = re.search(r"^\}\)\(\[\n(.*)\n\]\);\n$", script, re.DOTALL | re.MULTILINE)
    assert found
    read: list[list[str]] = json.loads(f"[{found[1]}]")
    return read


def test_scripts_run_in_load_order_each_by_itself() -> None:
    first = pin("H5P.A", {"a.js": b"'use strict'; var a", "b.js": b"syntax error ("})
    second = pin("H5P.B", {"js/b.js": "\ufeffvar æ = '</script>\u2028'".encode()})

    assert parts(bundles.script([first, second])) == [
        ["H5P.A-1.2/a.js", "'use strict'; var a"],
        ["H5P.A-1.2/b.js", "syntax error ("],
        ["H5P.B-1.2/js/b.js", "var æ = '</script>\u2028'"],
    ]


def test_a_file_that_is_missing_or_no_text_stops_nothing() -> None:
    broken = replace(pin("H5P.A", {"a.js": b"\xff\xfe"}), scripts=("gone.js", "a.js"))

    assert [path for path, _text in parts(bundles.script([broken]))] == ["H5P.A-1.2/a.js"]


def test_styles_come_in_load_order_with_addresses_seen_from_the_bundle() -> None:
    first = pin("H5P.A", {"css/a.css": b"a{b:url(../i.png)}"})
    second = pin("H5P.B", {"b.css": b"b{}"})

    assert bundles.style([first, second]) == 'a{b:url("../libraries/H5P.A-1.2/i.png")}\nb{}'


def test_the_name_changes_with_the_builds_and_their_order() -> None:
    one, other = pin("H5P.A", {}), pin("H5P.B", {})

    names = {bundles.name([one, other]), bundles.name([other, one]), bundles.name([replace(one, digest="2"), other])}

    assert len(names) == 3
    assert bundles.name([one, other]) == bundles.name([pin("H5P.A", {"x.js": b"same digest"}), other])


def test_the_demo_package_is_the_same_bytes_every_time() -> None:
    assert packed(TWO_QUESTIONS) == packed(TWO_QUESTIONS)
    quiz = Unpacked(packed(TWO_QUESTIONS)).playable("iri")
    assert quiz.library == "Hyldefri.Quiz 1.0"
    assert quiz.pin("Hyldefri.Quiz-1.0") is quiz.pins[0]
    assert quiz.pin("Hyldefri.Quiz-1.0.3") is quiz.pins[0]
    assert quiz.pin("Hyldefri.Quiz-1.01") is None
