"""Colours that text can be read in and on: relative luminance and contrast as in WCAG 2.2, success criterion 1.4.3."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)
WHITE = "#ffffff"
#: The ground of the footer and of quiet boxes, and what stands where a municipality has chosen nothing; as in
#: assets/scss/base/_properties.scss.
SAND = "#f7f4ee"
PRIMARY = "#1d4b57"
ACCENT = "#9a4f1c"
#: What WCAG asks of text of ordinary size.
ENOUGH = 4.5


@dataclass(frozen=True)
class Palette:
    """The colours a municipality's stylesheet sets, each ``#rrggbb``."""

    primary: str
    primary_dark: str
    tint: str
    accent: str


def normalised(colour: str) -> str:
    """``#RGB`` and ``RRGGBB`` as ``#rrggbb``. Raises ``ValueError`` for what is no colour."""
    digits = colour.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if not HEX.fullmatch(f"#{digits}"):
        raise ValueError(colour)
    return f"#{digits}"


def contrast(one: str, other: str = WHITE) -> float:
    """From 1 (the same) to 21 (black and white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def darkened(colour: str, against: str = WHITE, enough: float = ENOUGH) -> str:
    """The colour itself where it can be read on ``against``, a light one, or else its nearest darker shade that can."""

    def can_be_read(step: int) -> bool:
        return contrast(_scaled(colour, 1 - step / 255), against) >= enough

    # The darker, the more contrast with a light surface: the first step that will do is found by halving.
    step = bisect_left(range(256), True, key=can_be_read)
    return _scaled(colour, 1 - min(step, 255) / 255)


def palette(primary: str, accent: str) -> Palette:
    """What follows from the two chosen colours. Accent stands as text on the tint too, so it may be a little darker."""
    tint = _mixed(primary, WHITE, 0.09)
    return Palette(
        primary=darkened(primary),
        primary_dark=darkened(darkened(_scaled(primary, 0.68), tint), SAND),
        tint=tint,
        accent=darkened(darkened(accent, tint), SAND),
    )


def stylesheet(primary: str, accent: str) -> str:
    """The chosen colours as custom properties of every page; empty where nothing is chosen."""
    if not primary and not accent:
        return ""
    chosen = palette(normalised(primary or PRIMARY), normalised(accent or ACCENT))
    values = {
        "primary": chosen.primary,
        "primary-dark": chosen.primary_dark,
        "link": chosen.primary_dark,
        "tint": chosen.tint,
        "accent": chosen.accent,
    }
    return ":root{" + ";".join(f"--hy-{name}:{value}" for name, value in values.items()) + "}\n"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _scaled(colour: str, factor: float) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(channel * factor) for channel in _channels(colour)))


def _mixed(colour: str, other: str, share: float) -> str:
    """``share`` of the first colour in the second."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(share * one + (1 - share) * two) for one, two in pairs))
