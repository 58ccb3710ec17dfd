"""Secrets as they are stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from elearning.municipalities.outside.secrets import Safe, Unreadable

SAFE = Safe(b"tests")


def test_no_two_look_alike() -> None:
    assert SAFE.encrypt("hemmelig") != SAFE.encrypt("hemmelig")


@given(st.text(max_size=100))
def test_what_goes_in_comes_out(secret: str) -> None:
    assert SAFE.decrypt(SAFE.encrypt(secret)) == secret


def test_another_key_reads_nothing() -> None:
    encrypted = SAFE.encrypt("hemmelig")
    with override_settings(SECRET_KEY="x" * 60), pytest.raises(Unreadable) as refused:
        SAFE.decrypt(encrypted)
    assert "hemmelig" not in str(refused.value)


def test_another_purpose_reads_nothing() -> None:
    with pytest.raises(Unreadable):
        Safe(b"something else").decrypt(SAFE.encrypt("hemmelig"))


def test_an_earlier_key_does_until_the_secret_is_renewed(settings: Any) -> None:
    encrypted, earlier = SAFE.encrypt("hemmelig"), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [earlier]
    assert SAFE.decrypt(encrypted) == "hemmelig"
    renewed = SAFE.renewed(encrypted)
    settings.SECRET_KEY_FALLBACKS = []
    assert SAFE.decrypt(renewed) == "hemmelig"
