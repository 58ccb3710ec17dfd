"""What the screens about systems' access list."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.http import Http404

from elearning.municipalities.models import Municipality
from tracking.models import Credential


def credentials_of(municipality: Municipality) -> QuerySet[Credential]:
    """Those in force first, then by name."""
    found = Credential.objects.for_municipality(municipality)
    return found.order_by(F("revoked_at").asc(nulls_first=True), "name", "pk")


def credential_or_404(municipality: Municipality, pk: int) -> Credential:
    """Another municipality's is as one that does not exist."""
    found = Credential.objects.for_municipality(municipality).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
