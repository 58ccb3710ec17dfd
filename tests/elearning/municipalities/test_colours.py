"""Colours: whatever a municipality chooses, text can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.municipalities.colours import (
    ACCENT,
    ENOUGH,
    PRIMARY,
    SAND,
    WHITE,
    contrast,
    darkened,
    normalised,
    palette,
    stylesheet,
)
from tests.services import ROOT

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#ffffff") == pytest.approx(1)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777") == pytest.approx(4.48, abs=0.005)


@given(colours, colours)
def test_contrast_does_not_ask_which_is_which(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


@given(colours)
def test_a_darkened_colour_can_be_read_and_one_that_could_is_left_alone(colour: str) -> None:
    shade = darkened(colour)
    assert contrast(shade) >= ENOUGH
    assert darkened(shade) == shade
    if contrast(colour) >= ENOUGH:
        assert shade == colour


@given(colours, colours)
def test_everything_in_a_palette_can_be_read_where_it_stands(primary: str, accent: str) -> None:
    chosen = palette(primary, accent)
    assert contrast(chosen.primary, WHITE) >= ENOUGH
    for text in (chosen.primary_dark, chosen.accent):
        assert contrast(text, chosen.tint) >= ENOUGH
        assert contrast(text, SAND) >= ENOUGH
        assert contrast(text, WHITE) >= ENOUGH


@given(colours | st.just(""), colours | st.just(""))
def test_a_stylesheet_sets_colours_and_nothing_else(primary: str, accent: str) -> None:
    css = stylesheet(primary, accent)
    assert re.fullmatch(r"(:root\{(--hy-[a-z-]+:#[0-9a-f]{6};?){5}\}\n)?", css)
    assert bool(css) == bool(primary or accent)


def test_what_cannot_be_a_colour_reaches_no_stylesheet() -> None:
    with pytest.raises(ValueError, match="url"):
        stylesheet("red;} body{background:url(//x)", "")


def test_our_own_colours_are_those_of_the_style_sheet() -> None:
    properties = (ROOT / "assets/scss/base/_properties.scss").read_text()
    for name, value in (("primary", PRIMARY), ("accent", ACCENT), ("sand", SAND)):
        assert f"--hy-{name}: {value};" in properties


@pytest.mark.parametrize("text", ["#1D4B57", "1d4b57", " #1d4b57 "])
def test_a_colour_may_be_written_in_several_ways(text: str) -> None:
    assert normalised(text) == "#1d4b57"


def test_three_digits_stand_for_six() -> None:
    assert normalised("#0a5") == "#00aa55"


@pytest.mark.parametrize("text", ["#", "red", "#12345", "#1234567", "#1d4b5g", "#１２３４５６", "url(x)", "#1d4b57;}"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        normalised(text)
