"""Statements with attachments, in and out (1.0.3 Communication 1.5.2; 2.0, 4.1.5)."""

import hashlib
import json

import pytest
from django.core.files.storage import default_storage

from tests.tracking.xapi.resources.calls import (
    a_statement,
    access,
    attachment,
    call,
    get,
    mixed,
    part,
    post,
    put,
    result,
)
from tests.tracking.xapi.spec import statements as sample
from tracking.models import Statement, StatementAttachment
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.call import Refused
from tracking.xapi.resources.multipart import compose, parse
from tracking.xapi.spec.errors import Invalid

pytestmark = pytest.mark.django_db

TEXT = b"here is a simple attachment"
BINARY = bytes(range(256)) + b"\r\n--abc\r\n\r\n\0\r"


@pytest.fixture(autouse=True)
def storage_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def with_text(**fields):
    return a_statement(attachments=[attachment(TEXT)], **fields)


def invalid(**given):
    with pytest.raises(Invalid) as caught:
        resource.post(call("POST", **given))
    assert not Statement.objects.unscoped(reason="a test").exists()
    assert not StatementAttachment.objects.unscoped(reason="a test").exists()
    return caught.value.message


def parts_of(**params):
    response = get(attachments="true", **params)
    assert response["Content-Type"].startswith("multipart/mixed")
    first, *others = parse(response["Content-Type"], response.content)
    assert first.headers["content-type"] == "application/json"
    return json.loads(first.body), others


@pytest.mark.parametrize("data", [TEXT, BINARY, b"", b"\r\n", b"x" * 100_000])
def test_what_came_with_a_statement_is_given_with_it(data):
    statement = a_statement(attachments=[attachment(data, "application/x-thing; a=b")])
    post(**mixed(statement, part(data, "application/x-thing")))
    value, (other,) = parts_of()
    assert value["statements"][0]["attachments"] == statement["attachments"]
    assert other.body == data
    assert other.headers == {
        "content-type": "application/x-thing; a=b",
        "content-transfer-encoding": "binary",
        "x-experience-api-hash": hashlib.sha256(data).hexdigest(),
    }
    single, others = parts_of(statementId=statement["id"])
    assert single["id"] == statement["id"]
    assert [one.body for one in others] == [data]


def test_put_takes_them_too():
    statement = with_text()
    put(statement_id=statement["id"], **mixed(statement, part(TEXT)))
    assert len(parts_of()[1]) == 1


def test_without_being_asked_for_no_data_is_given():
    post(**mixed(with_text(), part(TEXT)))
    for params in ({}, {"attachments": "false"}):
        assert result(**params)["statements"][0]["attachments"]


def test_multipart_needs_no_attachments_in_either_direction():
    post(**mixed(a_statement()))
    value, others = parts_of()
    assert len(value["statements"]) == 1
    assert others == []


def test_the_same_data_is_sent_kept_and_given_once(storage_of_its_own):
    post(**mixed([with_text(), with_text()], part(TEXT)))
    post(**mixed(with_text(), part(TEXT)))
    assert len(parts_of()[1]) == 1
    assert StatementAttachment.objects.unscoped(reason="a test").count() == 1
    assert len([path for path in storage_of_its_own.rglob("*") if path.is_file()]) == 1


def test_a_page_ends_when_its_attachments_are_large(monkeypatch):
    monkeypatch.setattr(resource, "LARGEST", 3000)
    for letter in b"abc":
        data = bytes([letter]) * 1000
        post(**mixed(a_statement(attachments=[attachment(data)]), part(data)))
    assert len(result()["statements"]) == 3
    value, others = parts_of()
    assert len(value["statements"]) == len(others) == 1
    assert value["more"]


def test_another_municipality_has_data_of_its_own():
    post(**mixed(with_text(), part(TEXT)))
    (elsewhere,) = post(a_statement(attachments=[attachment(TEXT, fileUrl="https://example.dk/x")]), by=access("202"))
    _, others = parts_of(by=access("202"), statementId=elsewhere)
    assert others == []


@pytest.mark.parametrize("algorithm", ["sha224", "sha256", "sha384", "sha512"])
def test_every_sha_2_is_taken_in_either_case(algorithm):
    digest = hashlib.new(algorithm, TEXT).hexdigest()
    statement = a_statement(attachments=[attachment(TEXT, sha2=digest.upper())])
    post(**mixed(statement, part(TEXT, **{"X-Experience-API-Hash": digest})))
    assert parts_of()[1][0].body == TEXT


def test_a_sub_statements_attachments_come_along():
    statement = a_statement(object=sample.SUB | {"attachments": [attachment(TEXT)]})
    post(**mixed(statement, part(TEXT)))
    assert parts_of()[1][0].body == TEXT
    invalid_json = a_statement(object=sample.SUB | {"attachments": [attachment(b"other")]})
    with pytest.raises(Invalid):
        post(invalid_json)


def test_json_takes_attachments_that_are_elsewhere_and_no_others():
    invalid(body=with_text())
    invalid(body=[a_statement(), with_text()])
    post(a_statement(attachments=[attachment(TEXT, fileUrl="https://example.dk/x")]))
    post(**mixed(a_statement(attachments=[attachment(TEXT, fileUrl="https://example.dk/x")])))
    assert parts_of()[1] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Experience-API-Hash": None},
        {"X-Experience-API-Hash": ""},
        {"X-Experience-API-Hash": "0" * 64},
        {"X-Experience-API-Hash": "x" * 64},
        {"X-Experience-API-Hash": hashlib.sha1(TEXT).hexdigest()},  # noqa: S324 - that it is refused is the test
        {"Content-Transfer-Encoding": None},
        {"Content-Transfer-Encoding": "base64"},
        {"Content-Type": "image/png"},
    ],
)
def test_a_part_says_its_hash_and_encoding_and_they_are_right(headers):
    invalid(**mixed(with_text(), part(TEXT, **headers)))


def test_parts_and_attachments_belong_together():
    assert "fileUrl" in invalid(**mixed(with_text()))
    assert "belongs to no attachment" in invalid(**mixed(a_statement(), part(TEXT)))
    assert "belongs to no attachment" in invalid(**mixed(with_text(), part(TEXT), part(b"other")))
    assert "fileUrl" in invalid(**mixed([with_text(), a_statement(attachments=[attachment(b"other")])], part(TEXT)))


@pytest.mark.parametrize("first", [None, "text/plain", "application/octet-stream", "multipart/mixed; boundary=x"])
def test_the_first_part_is_the_statements_as_json(first):
    invalid(**mixed(with_text(), part(TEXT), first=first))


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=",
        "multipart/mixed; boundary=another",
        "multipart/mixed; boundary=" + "x" * 71,
        'multipart/mixed; boundary="a\u00e5"',
        "multipart/mixed; boundary*=no-such'da'x",
        "multipart/mixed; " + "a=b;" * 100_000,
    ],
)
def test_a_boundary_that_is_none_is_refused(content_type):
    body = mixed(with_text(), part(TEXT))["body"]
    invalid(body=body, content_type=content_type)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x--",
        b"--x\r\n--x--",
        b"--x\r\n\r\n--x--",
        b"--x\r\nContent-Type: application/json\r\n\r\n{}",
        b"--x\r\nContent-Type: application/json\r\n--x--",
        b"--x\r\nContent Type: application/json\r\n\r\n{}\r\n--x--",
        b"--x\r\n\xff\xfe\r\n\r\n{}\r\n--x--",
        b"--x\r\nContent-Type: application/json\r\n\r\n{}\r\n--x\r\n\r\n\r\n--x--",
        b"--x\r\n\r\n" * 5000,
    ],
)
def test_what_is_no_multipart_is_refused(body):
    invalid(body=body, content_type="multipart/mixed; boundary=x")


def test_a_preamble_an_epilogue_and_bare_line_feeds_are_taken():
    statement = json.dumps(a_statement()).encode()
    for body in (
        b"hello\r\n--x  \r\nContent-Type: application/json\r\n\r\n" + statement + b"\r\n--x--\r\nbye",
        b"--x\nContent-Type: application/json\n\n" + statement + b"\n--x--",
    ):
        post(body, content_type="multipart/mixed; boundary=x")


def test_what_is_composed_can_be_parsed():
    parts = parse("multipart/mixed; boundary=x", b"--x\r\na: b\r\n\r\n" + BINARY + b"\r\n--x\r\nc: d\r\n\r\n\r\n--x--")
    assert parse(*compose(parts)) == parts
    assert [one.body for one in parts] == [BINARY, b""]


def test_a_conflict_keeps_no_data(storage_of_its_own):
    statement = a_statement()
    post(statement)
    changed = statement | {"actor": {"mbox": "mailto:bo@example.dk"}, "attachments": [attachment(TEXT)]}
    with pytest.raises(Refused):
        resource.post(call("POST", **mixed(changed, part(TEXT))))
    assert not StatementAttachment.objects.unscoped(reason="a test").exists()
    assert list(storage_of_its_own.rglob("*/*")) == []
    post(**mixed(statement | {"attachments": [attachment(TEXT)]}, part(TEXT)))
    assert not StatementAttachment.objects.unscoped(reason="a test").exists()


def test_storage_that_fails_keeps_the_statement_out(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(default_storage, "save", fail)
    with pytest.raises(OSError, match="full"):
        resource.post(call("POST", **mixed(with_text(), part(TEXT))))
    assert not Statement.objects.unscoped(reason="a test").exists()
