"""What names a document, and the short keys it is found by."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import QuerySet

from elearning.municipalities.models import Municipality
from tracking.models import Document


@dataclass(frozen=True)
class Context:
    """What lists of names are asked for by: the activity, the agent, or both; for states a registration perhaps.

    ``agent`` is as ``identifier_of`` gives it.
    """

    kind: Document.Kind
    activity: str = ""
    agent: str = ""
    registration: uuid.UUID | None = None

    @property
    def key(self) -> str:
        """Without the registration: who names none means all of them."""
        return _hash(self.kind, self.activity, self.agent)

    def document_key(self, document_id: str) -> str:
        registration = str(self.registration) if self.registration else None
        return _hash(self.kind, self.activity, self.agent, registration, document_id)

    def documents(self, municipality: Municipality) -> QuerySet[Document]:
        found = Document.objects.for_municipality(municipality).filter(context=self.key)
        return found if self.registration is None else found.filter(registration=self.registration)


def of_whom(identifier: str) -> str:
    """What all of an agent's documents are found by, whatever the municipality."""
    return _hash("agent", identifier) if identifier else ""


def _hash(*parts: str | None) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()
