"""Translatable strings are literals with named places: no f-string, ``.format`` or ``%`` inside, no ``%s``.

A translator sees the string as it stands in the source, and may need to turn its parts around.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = {"_", "N_", "P_", "_n"} | {
    f"{name}{lazy}" for name in ("gettext", "ngettext", "pgettext", "npgettext") for lazy in ("", "_lazy", "_noop")
}
ANONYMOUS = re.compile(r"(?<!%)(?:%%)*%[#0\- +]*[\d.]*[sdrif]|\{\}|\{\d+\}")


def complaints(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(), filename=str(path))):
        if isinstance(node, ast.Call) and _name(node.func) in NAMES:
            for argument in node.args:
                if reason := _wrong(argument):
                    yield f"{path}:{argument.lineno}: {reason}"


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _wrong(argument: ast.expr) -> str:
    match argument:
        case ast.JoinedStr():
            return "an f-string cannot be translated; use %(name)s and % {...} outside the call"
        case ast.BinOp(op=ast.Mod()):
            return "format after translating, not before"
        case ast.Call(func=ast.Attribute(attr="format")):
            return "format after translating, not before"
        case ast.Constant(value=str(text)) if ANONYMOUS.search(text):
            return "name the places: %(name)s instead of %s or {}"
    return ""


if __name__ == "__main__":
    found = [
        line for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*.py")) for line in complaints(path)
    ]
    sys.exit("\n".join(found) or 0)
