"""The player where editors look at a course: nothing is saved, nothing recorded."""

from __future__ import annotations

from courses.h5p.player.signing import Grant
from courses.h5p.player.urls import frame_url

#: The audience of a preview: whoever was given the address may look, while it lasts.
PREVIEW = "preview"
#: What a content's statements would be about, if anybody kept them.
PREVIEW_IRI = "https://hyldefri.example/preview"


def preview_url(version_id: int) -> str:
    """The frame's address; who may see the version has been asked before."""
    return frame_url(Grant(str(version_id), PREVIEW))
