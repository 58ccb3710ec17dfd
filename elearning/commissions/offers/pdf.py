"""An offer on paper: from its frozen row alone, so that a version reads the same whenever it is asked for."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from elearning.commissions.models import Offer
from tracking.paper import pdf_of


def offer_pdf(offer: Offer) -> bytes:
    """In the site's language, which its frozen words are in."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf_of("commissions/offers/pdf.html", {"offer": offer})


def filename(offer: Offer) -> str:
    return f"tilbud-{offer.order['number']}-{offer.number}.pdf"
