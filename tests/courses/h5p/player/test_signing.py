from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.core import signing as django_signing
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.player import signing
from courses.h5p.player.signing import Grant

GRANT = Grant("17", "enrolment:4")
NOON = 1_800_000_000 // 3600 * 3600


@pytest.fixture
def clock() -> Iterator[list[float]]:
    now = [float(NOON)]
    with patch("time.time", lambda: now[0]):
        yield now


def test_a_token_stands_for_its_grant() -> None:
    assert signing.read(signing.sign(GRANT)) == GRANT


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_grant_fits_into_an_address(version: str, audience: str) -> None:
    token = signing.sign(Grant(version, audience))

    assert signing.read(token) == Grant(version, audience)
    assert "/" not in token
    assert token.isascii()


def test_tokens_of_the_same_hour_are_the_same(clock: list[float]) -> None:
    first = signing.sign(GRANT)
    clock[0] += 3599
    assert signing.sign(GRANT) == first
    clock[0] += 1
    assert signing.sign(GRANT) != first


def test_a_token_lives_nine_hours_at_least_and_ten_at_most(clock: list[float]) -> None:
    clock[0] += 3599
    token = signing.sign(GRANT)
    clock[0] += 9 * 3600
    assert signing.read(token) == GRANT
    clock[0] += 3600
    with pytest.raises(signing.TokenRefused):
        signing.read(token)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "x" * 10_000, "é.é.é", "\0"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(signing.TokenRefused):
        signing.read(token)


def test_a_token_cannot_be_changed() -> None:
    token = signing.sign(GRANT)
    other = signing.sign(Grant("18", "enrolment:4"))

    with pytest.raises(signing.TokenRefused):
        signing.read(".".join([other.split(".")[0], *token.split(".")[1:]]))


def test_what_is_signed_for_something_else_is_no_token() -> None:
    with pytest.raises(signing.TokenRefused):
        signing.read(django_signing.TimestampSigner(sep=".").sign_object(["17", "enrolment:4"]))
    with pytest.raises(signing.TokenRefused):
        signing.read(signing.HourSigner().sign_object({"version": "17"}))
    with pytest.raises(signing.TokenRefused):
        signing.read(signing.HourSigner().sign_object([17, 4]))
