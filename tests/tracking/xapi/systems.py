"""Other systems, with a credential and a client that speaks xAPI."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from elearning.municipalities.models import Municipality
from tests.factories import MunicipalityFactory
from tracking.models import Credential
from tracking.xapi.credentials import secrets
from tracking.xapi.resources.call import Scope

AGENT = {"mbox": "mailto:anna@example.dk"}
SECRET = "hemmeligt"
ACTIVITY = "https://example.dk/kursus/1"


def credential(
    municipality: Municipality | None = None, *scopes: Scope, secret: str = SECRET, **fields: Any
) -> Credential:
    key = secrets.new_key()
    return Credential.objects.unscoped(reason="a test's own").create(
        municipality=municipality or MunicipalityFactory(),
        name=fields.pop("name", "Et system"),
        key=key,
        secret_hash=secrets.hashed(secret, key),
        scopes=list(scopes or (Scope.ALL,)),
        **fields,
    )


def basic(key: str, secret: str = SECRET) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


class System:
    """A system that signs in as ``credential``; ``version`` None sends no header."""

    def __init__(self, credential: Credential | None = None, version: str | None = "1.0.3", mount: str = "") -> None:
        self.client = Client()
        self.credential = credential
        self.base = f"/xapi/{mount}/" if mount else "/xapi/"
        self.headers: dict[str, str] = {}
        if credential is not None:
            self.headers["Authorization"] = basic(credential.key)
        if version is not None:
            self.headers["X-Experience-API-Version"] = version

    def ask(
        self,
        method: str,
        resource: str,
        params: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        body: Any = b"",
        *,
        kind: str = "application/json",
        headers: Mapping[str, str | None] | None = None,
    ) -> HttpResponse:
        """A header that is None is not sent; a body that is no bytes is sent as JSON."""
        pairs = params.items() if isinstance(params, Mapping) else params
        query = urlencode([(name, value if isinstance(value, str) else json.dumps(value)) for name, value in pairs])
        sent = {name: value for name, value in {**self.headers, **(headers or {})}.items() if value is not None}
        sent.setdefault("Content-Type", kind)  # which Django's client leaves out where the body is empty
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer: HttpResponse = self.client.generic(
            method, f"{self.base}{resource}{'?' if query else ''}{query}", data, content_type=kind, headers=sent
        )
        return answer

    def get(self, resource: str, params: Any = (), **more: Any) -> HttpResponse:
        return self.ask("GET", resource, params, **more)

    def put(self, resource: str, params: Any = (), body: Any = b"", **more: Any) -> HttpResponse:
        return self.ask("PUT", resource, params, body, **more)

    def store(self, resource: str, params: Any = (), body: Any = b"", **more: Any) -> HttpResponse:
        """A document that is not there yet, as every version and resource takes it."""
        return self.ask("PUT", resource, params, body, headers={"If-None-Match": "*"}, **more)

    def post(self, resource: str, params: Any = (), body: Any = b"", **more: Any) -> HttpResponse:
        return self.ask("POST", resource, params, body, **more)

    def delete(self, resource: str, params: Any = (), **more: Any) -> HttpResponse:
        return self.ask("DELETE", resource, params, **more)
