"""Requests to the Statement Resource as its functions are given them: whose, in what version, with what."""

from __future__ import annotations

import hashlib
import json
import uuid
from urllib.parse import parse_qsl, urlsplit

from tests.tracking import factories
from tests.tracking.xapi.spec import statements as sample
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.call import Access, Call, Scope
from tracking.xapi.spec.versions import V2

PATH = "/xapi/statements"
VERB = "http://adlnet.gov/expapi/verbs/"
CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"


def authority(name="systemet"):
    return {"objectType": "Agent", "account": {"homePage": "https://lms.example.dk", "name": name}}


def access(code="201", *scopes, credential=1, name="systemet"):
    return Access(
        municipality=factories.municipality(code),
        credential=credential,
        scopes=frozenset(scopes or {Scope.ALL}),
        authority=authority(name),
    )


def call(method="GET", *, by=None, rules=V2, body=b"", content_type="application/json", headers=None, **params):
    return Call(
        method=method,
        path=PATH,
        rules=rules,
        access=by or access(),
        params={name: text if isinstance(text, str) else json.dumps(text) for name, text in params.items()},
        headers={"content-type": content_type} | (headers or {}),
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )


def get(**given):
    return resource.get(call("GET", **given))


def found(**given):
    """The ids that a filter finds, in order."""
    return [one["id"] for one in result(**given)["statements"]]


def result(**given):
    response = get(**given)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def follow(more, **given):
    split = urlsplit(more)
    assert (split.scheme, split.netloc, split.path) == ("", "", PATH)
    return result(**given, **dict(parse_qsl(split.query)))


def post(body, **given):
    """Stored; the ids."""
    response = resource.post(call("POST", body=body, **given))
    assert response.status_code == 200
    return json.loads(response.content)


def put(body, statement_id, **given):
    response = resource.put(call("PUT", body=body, statementId=statement_id, **given))
    assert response.status_code == 204
    assert response.content == b""


def a_statement(**fields):
    return sample.SMALL | {"id": str(uuid.uuid4())} | fields


def by_mail(name):
    return {"objectType": "Agent", "mbox": f"mailto:{name}@example.dk"}


def to(statement_id):
    return {"objectType": "StatementRef", "id": statement_id}


def voiding(statement_id, **fields):
    return a_statement(verb={"id": f"{VERB}voided"}, object=to(statement_id), **fields)


def attachment(data, content_type="text/plain", **fields):
    return {
        "usageType": "https://example.dk/brug/bevis",
        "display": {"da": "Bevis"},
        "contentType": content_type,
        "length": len(data),
        "sha2": hashlib.sha256(data).hexdigest(),
    } | fields


def part(data, content_type="text/plain", **headers):
    names = {"Content-Type": content_type, "Content-Transfer-Encoding": "binary"}
    names["X-Experience-API-Hash"] = hashlib.sha256(data).hexdigest()
    return {name: value for name, value in (names | headers).items() if value is not None}, data


def mixed(statements, *parts, first="application/json", boundary="abcABC0123'()+_,-./:=?"):
    """A body, as keywords for a call."""
    pieces = [({"Content-Type": first} if first else {}, json.dumps(statements).encode()), *parts]
    body = b""
    for headers, data in pieces:
        lines = "".join(f"{name}:{value}\r\n" for name, value in headers.items())
        body += f"--{boundary}\r\n{lines}\r\n".encode() + data + b"\r\n"
    return {
        "body": body + f"--{boundary}--\r\n".encode(),
        "content_type": f'multipart/mixed; boundary="{boundary}"',
    }
