"""What a process remembers of releases. They never change, but a test's rollback gives their keys away again."""

from __future__ import annotations


def forget() -> None:
    from courses.media import release_media
    from courses.selectors import release_tree
    from tracking.progress import selectors
    from tracking.xapi import outline

    for cached in (
        release_tree,
        release_media,
        outline.release_outline,
        outline.release_pk,
        selectors._criterion,
        selectors._audience_matters,
    ):
        cached.cache_clear()
