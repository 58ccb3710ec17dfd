"""An H5P block where one learner meets it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from courses.h5p.player.hosts import audience
from courses.h5p.player.signing import Grant
from courses.h5p.player.urls import frame_url
from courses.media import release_media
from courses.models import H5PActivity
from courses.selectors import release_tree
from courses.trees.links import media_in
from courses.trees.nodes import Node, pages
from tracking.models import Enrolment, H5PAttempt
from tracking.xapi import iris

#: The kind of audience.
LEARNER = "learner"


@dataclass(frozen=True)
class Place:
    """``version_id`` is the version that the learner's release has sealed."""

    enrolment: Enrolment
    step: str
    block: str
    activity_id: int
    version_id: int
    title: str

    @property
    def iri(self) -> str:
        """What statements about the whole activity name."""
        return iris.activity(release_tree(self.enrolment.release_id)["id"], self.block)

    @property
    def frame_url(self) -> str:
        who = f"{self.enrolment.pk}:{self.step}:{self.block}"
        return frame_url(Grant(str(self.version_id), audience(LEARNER, who)))

    def activity(self) -> H5PActivity:
        """With its policies as they are now."""
        return H5PActivity.objects.get(pk=self.activity_id)

    def newest(self) -> H5PAttempt | None:
        """Her newest attempt at the package she has now."""
        found: H5PAttempt | None = self.enrolment.h5p_attempts.filter(block_id=self.block).order_by("-number").first()
        return found if found and found.version_id == self.version_id else None


def place_of(enrolment: Enrolment, step: str, block: Node) -> Place | None:
    """None where the block is no H5P, or the release has sealed no package for it."""
    reference = media_in(block["fields"].get("activity")) if block["type"] == "h5p" else None
    view = release_media(enrolment.release_id).get(("h5p", reference["id"])) if reference else None
    if view is None or reference is None:
        return None
    return Place(enrolment, step, block["id"], reference["id"], view.version, view.title)


def place_from(given: str, version: str) -> Place | None:
    """The place that a token was made for, if it is still there for an active person's enrolment; one query."""
    kind, _mark, rest = given.partition(":")
    parts = rest.split(":")
    if kind != LEARNER or len(parts) != 3:
        return None
    try:
        key = uuid.UUID(parts[0])
    except ValueError:
        return None
    enrolments = Enrolment.objects.unscoped(reason="a signed token names it, and was given to its learner only")
    enrolment = enrolments.filter(pk=key, user__is_active=True).first()
    block = _block(enrolment.release_id, parts[1], parts[2]) if enrolment else None
    place = place_of(enrolment, parts[1], block) if enrolment and block else None
    return place if place and str(place.version_id) == version else None


def _block(release_id: int, step: str, block: str) -> Node | None:
    for page in pages(release_tree(release_id)):
        if page.node["id"] == step:
            return next((node for node in page.node["children"]["body"] if node["id"] == block), None)
    return None
