"""Reading what a learner writes by hand: Danish numbers and short texts."""

import re
import unicodedata
from decimal import Decimal

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?:(?P<grouped>[1-9][0-9]{0,2}(?:[. ][0-9]{3})+)|(?P<plain>[0-9]*))"
    r"(?:,(?P<decimals>[0-9]+))?"
)
_POINTED = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_MINUS_SIGNS = str.maketrans("−–", "--")
_PER_CENT = frozenset({"pct.", "pct", "%", "procent"})


def parse_number(text: str, unit: str = "") -> Decimal | None:
    """The number a Dane means by the text, or None where it is no number.

    A comma begins the decimals, a full stop or space groups thousands: "3,5", "1.200", "1 200,5". A stop that
    cannot group ("3.5", "0.125") is taken for a decimal point. A minus may be a dash. The question's unit may
    follow, with or without its full stop; per cent in any of its spellings.
    """
    number = _without_unit(" ".join(text.split()).casefold(), unit.casefold())
    number = number.translate(_MINUS_SIGNS).replace("- ", "-")
    found = _NUMBER.fullmatch(number)
    if found and (found["grouped"] or found["plain"] or found["decimals"]):
        whole = re.sub(r"[. ]", "", found["grouped"] or found["plain"] or "0")
        return Decimal(f"{found['sign']}{whole}.{found['decimals'] or 0}")
    return Decimal(number) if _POINTED.fullmatch(number) else None


def comparable(text: str) -> str:
    """The text as answers are compared: whatever case, spacing, invisible characters and final full stop."""
    visible = "".join(
        character for character in unicodedata.normalize("NFC", text) if unicodedata.category(character) != "Cf"
    )
    folded = unicodedata.normalize("NFC", visible.casefold())
    return " ".join(folded.split()).removesuffix(".").rstrip()


def _without_unit(text: str, unit: str) -> str:
    spellings = {unit, unit.removesuffix(".")} - {""}
    if unit in _PER_CENT:
        spellings |= _PER_CENT
    for spelling in sorted(spellings, key=len, reverse=True):
        if text.endswith(spelling):
            return text.removesuffix(spelling).rstrip()
    return text
