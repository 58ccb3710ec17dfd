"""Keeping documents: one row each, held while it is changed, so that of two who write at once one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from elearning.municipalities.models import Municipality
from tracking.models import Document
from tracking.xapi.documents.places import Context, of_whom
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.reading import parse

_JSON = "application/json"
#: Asked before a document is changed, with its ETag, or None where there is none yet; raises what refuses it.
Precondition = Callable[[str | None], None]


@dataclass(frozen=True)
class Content:
    """The bytes as they came, and what the sender calls them."""

    body: bytes
    type: str

    @property
    def is_json(self) -> bool:
        return self.type.partition(";")[0].strip().lower() == _JSON

    def as_object(self) -> dict[str, Any]:
        """Raises ``Invalid`` where it is no JSON object, or does not say that it is."""
        if not self.is_json:
            raise Invalid("", f"only documents of type {_JSON} can be merged")
        value = parse(self.body)
        if not isinstance(value, dict):
            raise Invalid("", "only JSON objects can be merged")
        return value


@dataclass(frozen=True)
class Where:
    """One document's place."""

    municipality: Municipality
    context: Context
    document_id: str

    @property
    def key(self) -> str:
        return self.context.document_key(self.document_id)

    def find(self) -> Document | None:
        return Document.objects.for_municipality(self.municipality).filter(key=self.key).first()


def etag_of(body: bytes) -> str:
    """As 1.0.3 wants it; of 2.0 it is allowed."""
    return sha1(body, usedforsecurity=False).hexdigest()


def put(where: Where, content: Content, precondition: Precondition) -> None:
    """The document is what has come. Raises ``Invalid`` where it calls itself JSON and is none."""
    if content.is_json:
        parse(content.body)
    _write(where, lambda _existing: content, precondition)


def post(where: Where, content: Content, precondition: Precondition, largest: Callable[[bytes], None]) -> None:
    """The properties that have come take the place of those there. ``largest`` refuses what has grown too large.

    Where nothing is there, it is as with PUT, but that what calls itself JSON must be an object.
    """
    properties = content.as_object() if content.is_json else None

    def merged(existing: Document | None) -> Content:
        if existing is None:
            return content
        if properties is None:
            content.as_object()
        old = Content(bytes(existing.content), existing.content_type)
        together = old.as_object() | (properties or {})
        body = json.dumps(together, ensure_ascii=False, separators=(",", ":")).encode()
        largest(body)
        return Content(body, existing.content_type)

    _write(where, merged, precondition)


def delete(where: Where, precondition: Precondition) -> None:
    """Whether or not it is there."""
    with transaction.atomic():
        existing = _held(where)
        precondition(existing.etag if existing else None)
        if existing is not None:
            existing.delete()


def delete_all(municipality: Municipality, context: Context) -> None:
    context.documents(municipality).delete()


def ids(municipality: Municipality, context: Context, since: datetime | None) -> tuple[list[str], datetime | None]:
    """The documents' names, in order, and when the newest of them was changed."""
    found = context.documents(municipality)
    if since is not None:
        found = found.filter(updated_at__gt=since)
    rows = list(found.values_list("document_id", "updated_at"))
    return sorted({name for name, _ in rows}), max((changed for _, changed in rows), default=None)


def _held(where: Where) -> Document | None:
    rows = Document.objects.for_municipality(where.municipality).select_for_update()
    return rows.filter(key=where.key).first()


def _write(where: Where, make: Callable[[Document | None], Content], precondition: Precondition) -> None:
    try:
        with transaction.atomic():
            _write_once(where, make, precondition)
    except IntegrityError:
        # Somebody made it meanwhile: now it is there, and is held.
        with transaction.atomic():
            _write_once(where, make, precondition)


def _write_once(where: Where, make: Callable[[Document | None], Content], precondition: Precondition) -> None:
    existing = _held(where)
    precondition(existing.etag if existing else None)
    content = make(existing)
    document = existing or _new(where)
    document.content, document.content_type = content.body, content.type
    document.etag = etag_of(content.body)
    document.updated_at = timezone.now()
    document.save()


def _new(where: Where) -> Document:
    context = where.context
    return Document(
        municipality=where.municipality,
        kind=context.kind,
        activity=context.activity,
        agent=context.agent,
        registration=context.registration,
        document_id=where.document_id,
        key=where.key,
        context=context.key,
        agent_key=of_whom(context.agent),
    )
