"""Signed statements (1.0.3 Data 2.6; 2.0, 4.2.6): a JSON Web Signature among the attachments."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tracking.xapi.resources.multipart import media_type
from tracking.xapi.spec.canonical import same
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.reading import parse
from tracking.xapi.spec.validation import check_statement
from tracking.xapi.spec.versions import Rules

USAGE = "http://adlnet.gov/expapi/attachments/signature"
ALGORITHMS = ("RS256", "RS384", "RS512")
_CONTENT_TYPE = "application/octet-stream"


def check_signatures(statement: dict[str, Any], data: Mapping[str, bytes], rules: Rules) -> None:
    """Each signature is well-formed, is of this very statement, and is its certificate's if it brings one.

    ``data`` is what came with the request, by hash; what is only at a ``fileUrl`` is not fetched. Raises ``Invalid``.
    """
    for place, attachment in enumerate(statement.get("attachments", ())):
        if attachment["usageType"] == USAGE:
            try:
                _check(statement, attachment, data.get(attachment["sha2"].lower()), rules)
            except Invalid as error:
                error.within(place).within("attachments")
                raise


def _check(statement: dict[str, Any], attachment: Mapping[str, Any], token: bytes | None, rules: Rules) -> None:
    if media_type(attachment["contentType"])[0] != _CONTENT_TYPE:
        raise Invalid("contentType", f'must be "{_CONTENT_TYPE}" for a signature')
    if token is None:
        return
    header, payload = _read(token)
    if header.get("alg") not in ALGORITHMS:
        raise Invalid("", f"is a signature whose algorithm is none of {', '.join(ALGORITHMS)}")
    if "x5c" in header:
        _verify(token, _public_key(header["x5c"]), header["alg"])
    signed = _signed(payload, rules)
    given = {one["id"].lower() for one in (signed, statement) if "id" in one}
    if len(given) > 1 or not same(signed, statement, rules):
        raise Invalid("", "is a signature of another statement")


def _read(token: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        read = jwt.PyJWS().decode_complete(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Invalid("", "is no JSON Web Signature in compact serialization") from None
    return read["header"], read["payload"]


def _signed(payload: bytes, rules: Rules) -> dict[str, Any]:
    try:
        signed: dict[str, Any] = parse(payload)
        check_statement(signed, rules)
    except Invalid as error:
        raise Invalid("", f"is a signature of what is no statement: {error}") from None
    return signed


def _public_key(chain: Any) -> RSAPublicKey:
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True))
        key = certificate.public_key()
    except (binascii.Error, ValueError, TypeError, LookupError):
        raise Invalid("", "has a signature with an x5c that holds no certificate") from None
    except Exception as error:  # cryptography names its own kinds: unsupported curves, versions, algorithms
        raise Invalid("", f"has a signature with a certificate that cannot be used: {type(error).__name__}") from None
    if not isinstance(key, RSAPublicKey):
        raise Invalid("", "has a signature with a certificate whose key is not RSA")
    return key


def _verify(token: bytes, key: RSAPublicKey, algorithm: str) -> None:
    try:
        jwt.PyJWS().decode_complete(token, key, algorithms=[algorithm])
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Invalid("", "has a signature that its certificate did not make") from None
