"""What an answer means for what was sent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.xapi.forwarding.answers import Trouble, Verdict, outcome_of

ONE, TWO = ["a-1"], ["a-1", "a-2"]


def verdict(status, ids, body=b"", **headers):
    outcome = outcome_of(status, headers, body, ids)
    return outcome.trouble or outcome.verdict


def test_stored_is_what_is_named_in_the_answer():
    assert verdict(200, TWO, b'["A-1", "a-2"]') == Verdict.STORED
    assert verdict(204, TWO, **{"X-Experience-API-Version": "1.0.3"}) == Verdict.STORED


@pytest.mark.parametrize(
    "body", [b"", b"<html>Log in</html>", b"[]", b'["a-1"]', b"{}", b"null", b"[" * 100_000, b"\xff"]
)
def test_a_200_that_does_not_name_them_stored_nothing(body):
    assert verdict(200, TWO, body) == Trouble.NO_STORE


def test_a_204_of_who_knows_whom_stored_nothing():
    assert verdict(204, ONE) == Trouble.NO_STORE


@pytest.mark.parametrize(
    ("status", "of_one", "of_two"),
    [
        (409, Verdict.STORED, Verdict.SINGLY),
        (400, Verdict.REFUSED, Verdict.SINGLY),
        (422, Verdict.REFUSED, Verdict.SINGLY),
        (413, Verdict.REFUSED, Verdict.FEWER),
        (401, Trouble.SIGN_IN, Trouble.SIGN_IN),
        (403, Trouble.FORBIDDEN, Trouble.FORBIDDEN),
        (404, Trouble.NOT_THERE, Trouble.NOT_THERE),
        (410, Trouble.NOT_THERE, Trouble.NOT_THERE),
        (301, Trouble.REDIRECTED, Trouble.REDIRECTED),
        (307, Trouble.REDIRECTED, Trouble.REDIRECTED),
        (408, Trouble.BROKEN, Trouble.BROKEN),
        (429, Trouble.TOO_MANY, Trouble.TOO_MANY),
        (500, Trouble.BROKEN, Trouble.BROKEN),
        (503, Trouble.BROKEN, Trouble.BROKEN),
        (202, Trouble.NO_STORE, Trouble.NO_STORE),
        (418, Trouble.NO_STORE, Trouble.NO_STORE),
    ],
)
def test_a_status_means_something_else_of_one_than_of_several(status, of_one, of_two):
    assert verdict(status, ONE) == of_one
    assert verdict(status, TWO) == of_two


def test_what_the_store_says_of_a_refusal_is_kept_as_one_harmless_line():
    said = outcome_of(400, {}, b"<b>no</b>\r\n\0 \x1b[31m" + b"x" * 5000, ONE).said
    assert said.startswith("<b>no</b> [31mxxx")
    assert len(said) == 300


@given(st.integers(100, 599), st.binary(max_size=50), st.sampled_from([ONE, TWO]))
def test_nothing_is_passed_over_that_was_neither_stored_nor_refused(status, body, ids):
    outcome = outcome_of(status, {}, body, ids)
    if outcome.verdict is Verdict.STORED:
        assert status == 409 or set(ids) <= set(json.loads(body))
    if outcome.verdict is Verdict.REFUSED:
        assert len(ids) == 1
        assert status in (400, 413, 422)
    assert (outcome.trouble is None) == (outcome.verdict is not Verdict.TROUBLE)
