"""Prices as Danish writes them, in whole øre. No Django, and no floating point anywhere.

A quantity is a ``Decimal`` of at most two decimals; what a line comes to is rounded half up to the øre.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

#: VAT in per cent (momsloven § 33). Offers to municipalities are without it; what it comes to is information.
VAT_PERCENT = 25
MOST_OERE = 1_000_000_000
MOST_QUANTITY = Decimal(100_000)

_PRICE = re.compile(
    r"([-−]?)\s*([0-9]{1,3}(?:[. \u00a0][0-9]{3})+|[0-9]+)(?:,([0-9]{1,2}|-))?\s*(?:kr\.?)?", re.IGNORECASE
)
_QUANTITY = re.compile(r"([0-9]{1,6})(?:,([0-9]{1,2}))?")


class NotAPrice(ValueError):
    """The text cannot be read as an amount in kroner."""


class NotAQuantity(ValueError):
    """The text cannot be read as a quantity."""


def read_price(text: str) -> int:
    """»12.500,50« as øre. »12.50« is refused: in Danish it is neither twelve and a half nor twelve hundred."""
    found = _PRICE.fullmatch(text.strip())
    if found is None:
        raise NotAPrice(text)
    minus, kroner, oere = found.groups()
    whole = int(re.sub(r"[^0-9]", "", kroner))
    part = 0 if oere in (None, "-") else int(oere.ljust(2, "0"))
    amount = whole * 100 + part
    if amount > MOST_OERE:
        raise NotAPrice(text)
    return -amount if minus else amount


def read_quantity(text: str) -> Decimal:
    """»1,5« as 1.5; more than nothing."""
    found = _QUANTITY.fullmatch(text.strip())
    if found is None:
        raise NotAQuantity(text)
    quantity = Decimal(f"{found[1]}.{found[2] or '0'}")
    if not 0 < quantity <= MOST_QUANTITY:
        raise NotAQuantity(text)
    return quantity


def said(oere: int) -> str:
    """»12.500,00 kr.«"""
    return f"{plain(oere)} kr."


def plain(oere: int) -> str:
    """»12.500,00«, as it is written in a field."""
    kroner, part = divmod(abs(oere), 100)
    grouped = f"{kroner:,}".replace(",", ".")
    return f"{'-' if oere < 0 else ''}{grouped},{part:02}"


def said_quantity(quantity: Decimal | str) -> str:
    """»1,5«, »3«."""
    text = format(Decimal(quantity).quantize(Decimal("0.01")), "f").rstrip("0").rstrip(".")
    return text.replace(".", ",")


def amount(quantity: Decimal, unit_price: int) -> int:
    return int((quantity * unit_price).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def priced(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines with what each comes to: ``{"text", "quantity", "unit_price", "amount"}``, the quantity as text."""
    return [
        {
            "text": line["text"],
            "quantity": str(line["quantity"]),
            "unit_price": line["unit_price"],
            "amount": amount(Decimal(line["quantity"]), line["unit_price"]),
        }
        for line in lines
    ]


def vat(total: int) -> int:
    """What the VAT of a total comes to; the total is not negative."""
    return (total * VAT_PERCENT + 50) // 100
