"""A certificate on paper."""

from __future__ import annotations

import base64
import io
from typing import Any

from tracking.paper import pdf_of


def certificate_pdf(context: dict[str, Any]) -> bytes:
    """``context`` is that of templates/tracking/certificate_pdf.html, without the code that a telephone reads."""
    return pdf_of("tracking/certificate_pdf.html", {**context, "qr": qr_code(context["verify_url"])})


def qr_code(text: str) -> str:
    """The text as a vector image in a data address, or nothing where the library is not installed."""
    try:
        import qrcode
        from qrcode.image.svg import SvgPathImage
    except ImportError:
        return ""
    stream = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=0).save(stream)
    return "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode()
