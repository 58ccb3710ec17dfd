"""Signed statements (1.0.3 Data 2.6; 2.0, 4.2.6)."""

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tests.tracking.xapi.resources.calls import a_statement, attachment, call, mixed, part, post
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.signatures import USAGE
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.versions import V1, V2

pytestmark = pytest.mark.django_db

OCTETS = "application/octet-stream"


@cache
def rsa_key(_name):
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate(name="ours", *, curve=False):
    key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa_key(name)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Systemet")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def signed(payload, algorithm="RS256", **headers):
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    key = rsa_key("ours") if algorithm.startswith("RS") else "k" * 64 if algorithm.startswith("HS") else None
    return jwt.PyJWS().encode(data, key, algorithm=algorithm, headers=headers).encode()


def request(statement, token, content_type=OCTETS):
    with_signature = statement | {"attachments": [attachment(token, content_type, usageType=USAGE)]}
    return mixed(with_signature, part(token, content_type))


def invalid(statement, token, rules=V2, **given):
    with pytest.raises(Invalid) as caught:
        resource.post(call("POST", rules=rules, **request(statement, token, **given)))
    assert caught.value.path.startswith("attachments[0]")
    return caught.value.message


@pytest.mark.parametrize("rules", [V1, V2], ids=["1.0.3", "2.0.0"])
@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
@pytest.mark.parametrize("with_certificate", [False, True])
def test_a_signature_of_the_statement_is_taken(rules, algorithm, with_certificate):
    statement = a_statement(timestamp="2026-03-01T12:05:00Z")
    headers = {"x5c": [certificate()]} if with_certificate else {}
    assert post(rules=rules, **request(statement, signed(statement, algorithm, **headers))) == [statement["id"]]


def test_what_was_signed_may_be_written_otherwise():
    statement = a_statement(timestamp="2026-03-01T12:05:00Z", result={"score": {"raw": 1.0}})
    payload = statement | {"timestamp": "2026-03-01T13:05:00+01:00", "result": {"score": {"raw": 1}}}
    del payload["id"]
    post(rules=V1, **request(statement, signed(payload)))


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "none"])
def test_other_algorithms_are_refused(algorithm):
    statement = a_statement()
    assert "RS256" in invalid(statement, signed(statement, algorithm))


def test_a_signature_of_another_statement_is_refused():
    statement = a_statement()
    for other in (a_statement(), statement | {"actor": {"mbox": "mailto:bo@example.dk"}}):
        assert "another statement" in invalid(statement, signed(other))


@pytest.mark.parametrize("payload", [b"", b"hello", b"{}", b"[]", b"null", b"\xff", b'{"a": NaN}'])
def test_a_signature_of_no_statement_is_refused(payload):
    assert "no statement" in invalid(a_statement(), signed(payload))


@pytest.mark.parametrize(
    "token", [b"", b"hello", b"a.b.c", b"..", b"\xff\xfe.\xff.\xff", b"e30.e30.", b"bnVsbA.e30.e30", b"W10.e30.e30"]
)
def test_what_is_no_signature_is_refused(token):
    invalid(a_statement(), token)


def test_a_signature_has_its_own_content_type():
    statement = a_statement()
    assert OCTETS in invalid(statement, signed(statement), content_type="text/plain")


def test_a_signature_that_the_certificate_did_not_make_is_refused():
    statement = a_statement()
    assert "did not make" in invalid(statement, signed(statement, x5c=[certificate("theirs")]))
    head, payload, signature = signed(statement, x5c=[certificate()]).split(b".")
    broken = b".".join([head, payload, signature[:-8] + b"AAAAAAAA"])
    assert "did not make" in invalid(statement, broken)


@pytest.mark.parametrize(
    "x5c", [[], [""], ["x"], "x", None, {}, [None], [["x"]], [base64.b64encode(b"x" * 50).decode()], 1]
)
def test_a_chain_without_a_certificate_is_refused(x5c):
    statement = a_statement()
    assert "certificate" in invalid(statement, signed(statement, x5c=x5c))


def test_a_certificate_of_another_kind_of_key_is_refused():
    statement = a_statement()
    assert "RSA" in invalid(statement, signed(statement, x5c=[certificate(curve=True)]))


def test_in_a_batch_the_path_says_which_statement():
    token = signed(a_statement())
    bad = a_statement(attachments=[attachment(token, OCTETS, usageType=USAGE)])
    with pytest.raises(Invalid) as caught:
        resource.post(call("POST", **mixed([a_statement(), bad], part(token, OCTETS))))
    assert caught.value.path == "[1].attachments[0]"
