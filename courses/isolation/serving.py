"""A municipality's files outside the admin: to the people of the municipality, and to nobody else."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from wagtail.models import Collection

from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.roles import is_operator


def owner_of(collection: Collection) -> Municipality | None:
    """The municipality whose collection it is, or is in; None for shared files."""
    above = Collection.objects.ancestor_of(collection, inclusive=True)
    return Municipality.objects.filter(collection__in=above.values("pk")).first()


def may_have_file(file: Any, user: Any) -> bool:
    """Whether somebody may be sent an image or document: shared ones anybody, a municipality's own its members.

    The logo is on everybody's pages.
    """
    owner = owner_of(file.collection)
    if owner is None or is_operator(user) or _is_logo(file):
        return True
    return user.is_authenticated and Membership.objects.for_user(user).filter(municipality=owner).exists()


def _is_logo(file: Any) -> bool:
    logo = Municipality._meta.get_field("logo").related_model
    return isinstance(file, logo) and Municipality.objects.filter(logo=file).exists()


def refuse_document(document: Any, request: Any) -> None:
    """Raises ``Http404``: what is another municipality's is not there."""
    if not may_have_file(document, request.user):
        raise Http404
