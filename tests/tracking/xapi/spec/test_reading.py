"""JSON from outside is read strictly, and whatever comes is refused in one way."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.reading import parse


def refused(body, **limits):
    with pytest.raises(Invalid) as caught:
        parse(body, **limits)
    str(caught.value).encode()
    assert len(str(caught.value)) < 300
    return str(caught.value)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**63)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), inner, max_size=4
            )
        ),
        max_leaves=12,
    ),
    st.booleans(),
)
def test_json_is_read_as_it_was_written(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert parse(text.encode()) == value
    assert parse(text) == value


REFUSED = [
    (b"", "not JSON"),
    (b"   ", "not JSON"),
    (b"{'a': 1}", "not JSON"),
    (b'{"a": 1} x', "not JSON"),
    (b'{"a": 1,}', "not JSON"),
    (b'"a\nb"', "not JSON"),
    (b'"a\0b"', "not JSON"),
    (b"\0", "not JSON"),
    (b"[1, NaN]", "NaN"),
    (b'{"a": Infinity}', "Infinity"),
    (b"-Infinity", "-Infinity"),
    (b"1e400", "beyond the range"),
    (b"-1e400", "beyond the range"),
    (b"1" * 310, "beyond the range"),
    (b"1" * 100_000, "beyond the range"),
    (b"1e999999999999", "beyond the range"),
    (b'"\xe6"', "not UTF-8 at byte 1"),
    (b'"\xed\xa0\x80"', "not UTF-8"),
    ('"a"'.encode("utf-16"), "not UTF-8"),
    ('"a"'.encode("utf-16-le"), "not JSON"),
    (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
    (b'{"a": 1, "b": 2, "a": 3}', 'the property "a" twice'),
    (b'[{"a": {"__proto__": 1, "__proto__": 1}}]', "__proto__"),
    (b'{"' + b"k" * 5000 + b'": 1, "' + b"k" * 5000 + b'": 1}', "twice"),
    (b'{"a": ["b", "c\\u0000"]}', "a[1]: has a NUL"),
    (b'{"a\\u0000": 1}', "NUL"),
    (b'"\\ud800"', "surrogate"),
    (b'["\\udc00\\ud83d"]', "surrogate"),
    (b"[" * 10_000 + b"]" * 10_000, "levels deep"),
    (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "levels deep"),
    (b"[" * 1_000_000, ""),
    (b"[" * 65 + b"]" * 65, "levels deep"),
    (b'[{"a":' * 33 + b"1" + b"}]" * 33, "levels deep"),
    # Brackets in strings, which to who counts them would close what is open.
    (b'{"}":' * 65 + b"1" + b',"{":1}' * 65, "levels deep"),
    (b'{"\\"}":' * 65 + b"1" + b',"{\\"":1}' * 65, "levels deep"),
    (b'["]",' * 65 + b"1" + b',"["]' * 65, "levels deep"),
]


@pytest.mark.parametrize("index", range(len(REFUSED)))
def test_what_python_would_take_and_nothing_can_keep_is_refused(index):
    body, said = REFUSED[index]
    assert said in refused(body)


def test_half_a_pair_in_a_parameters_text_is_refused():
    assert "not UTF-8" in refused('"\ud800"')


def test_what_looks_like_those_and_is_not_is_read():
    assert parse(b'"\\ud83d\\ude00"') == "\U0001f600"
    assert parse(b'"\\\\u0000 \\\\ud800"') == r"\u0000 \ud800"
    assert parse(b"[" * 64 + b"]" * 64) is not None
    assert parse(json.dumps([[[1]]] * 1000)) == [[[1]]] * 1000
    assert parse(b'{"__proto__": {"a": 1.5e308}}') == {"__proto__": {"a": 1.5e308}}


def test_size_and_depth_have_limits():
    assert refused(b'"' + b"x" * 100 + b'"', largest=101) == "is larger than 101 bytes"
    assert len(parse(b'"' + b"x" * 9_000_000 + b'"')) == 9_000_000
    assert "larger" in refused(b'"' + b"x" * 10_000_000 + b'"')
    assert "more than 2 levels" in refused(b"[[[]]]", deepest=2)


@given(st.binary(max_size=50))
def test_any_bytes_are_a_value_or_invalid(body):
    with contextlib.suppress(Invalid):
        json.dumps(parse(body)).encode()


def test_values_in_messages_are_short():
    for value in ("\ud800" * 100, 10**5000, -(10**5000), {}, [], None, True, 1.5, float("nan"), "æ", b"x", object()):
        assert len(shown(value).encode()) < 500


def test_paths_are_read_from_the_outside():
    error = Invalid("", "is wrong").within("id").within(0).within("http://a.b").within("extensions").within("context")
    assert str(error) == 'context.extensions["http://a.b"][0].id: is wrong'
