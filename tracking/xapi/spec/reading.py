"""JSON from outside, read strictly.

Python's own parser takes more than JSON is: NaN, UTF-16, a byte order mark, the same key twice, numbers that become
infinity. And it gives what nothing after it can store: NUL, half a surrogate pair, a nesting that breaks the stack.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, Never

from tracking.xapi.spec.errors import Invalid, shown

#: Bytes of a body, and how deep it may be nested. No statement needs a tenth of either.
LARGEST = 10_000_000
DEEPEST = 64

#: Escapes of NUL and of surrogates: only where one occurs are the strings looked through.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
#: Longer integers are beyond a double.
_DIGITS = 310


def parse(body: bytes | str, *, largest: int = LARGEST, deepest: int = DEEPEST) -> Any:
    """The JSON value of a body, or of a parameter's text. Raises ``Invalid`` and nothing else."""
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogatepass")
    if len(body) > largest:
        raise Invalid("", f"is larger than {largest} bytes")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("", f"is not UTF-8 at byte {error.start}") from None
    if text.startswith("\ufeff"):
        raise Invalid("", "begins with a byte order mark")
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Invalid("", f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise _too_deep(deepest) from None
    if not _is_shallow(body, deepest):
        _check_depth(value, deepest)
    if _SUSPECT.search(body):
        _check_strings(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Invalid("", f"has the property {shown(twice)} twice in one object")
    return value


def _float(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise _too_large()
    return value


def _integer(text: str) -> int:
    if len(text) > _DIGITS or not isfinite(float(text)):
        raise _too_large()
    return int(text)


def _constant(name: str) -> Never:
    raise Invalid("", f"is not JSON: {name} is no value")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_int=_integer, parse_constant=_constant)


def _too_large() -> Invalid:
    return Invalid("", "has a number beyond the range of a 64 bit floating point number")


def _too_deep(deepest: int) -> Invalid:
    return Invalid("", f"is nested more than {deepest} levels deep")


def _is_shallow(body: bytes, deepest: int) -> bool:
    """Whether the brackets alone say that nothing is too deep; of JSON, of which most is shallow.

    Those outside strings, of which the innermost pairs are taken away again and again: one level at least and no more
    than two at a time.
    """
    if body.count(b"{") + body.count(b"[") <= deepest:
        return True
    if b'\\"' in body:
        return False
    brackets = b"".join(body.split(b'"')[::2]).translate(None, _NO_BRACKETS)
    for _ in range(deepest // 2):
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if not brackets:
            return True
    return False


def _check_depth(value: Any, deepest: int) -> None:
    """Level by level: how deep it is does not matter to the stack."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(deepest):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise _too_deep(deepest)


def _check_strings(value: Any) -> None:
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise Invalid("", "has a NUL or half a surrogate pair")
    elif isinstance(value, dict):
        for key, inner in value.items():
            try:
                _check_strings(key)
                _check_strings(inner)
            except Invalid as error:
                error.within(key)
                raise
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            try:
                _check_strings(inner)
            except Invalid as error:
                error.within(place)
                raise
