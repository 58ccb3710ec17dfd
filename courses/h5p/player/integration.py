"""``H5PIntegration``: the object from which the H5P core takes everything it knows."""

from __future__ import annotations

import json
from typing import Any

from courses.h5p.player.host import State
from courses.h5p.player.playable import Playable
from courses.h5p.player.wording import core_strings

#: The frame holds one content; the core wants a number.
CONTENT_ID = 1
#: Seconds between the core's own looks at the state. Ours come right after what the learner does (assets/h5p/state.js).
LOOK_EVERY = 10


def integration(version: Playable, *, prefix: str, state: State) -> dict[str, Any]:
    """Everything under ``prefix`` (``/h5p/<token>``, no slash at the end); the state is preloaded.

    The user is nobody: who the learner is, the server knows, and a package need not.
    """
    return {
        "baseUrl": prefix,
        "url": prefix,
        "siteUrl": prefix,
        "urlLibraries": f"{prefix}/libraries",
        "postUserStatistics": False,
        "saveFreq": LOOK_EVERY,
        "user": {"name": "", "mail": ""},
        "ajax": {"setFinished": "", "contentUserData": ""},
        "crossorigin": "anonymous",
        "l10n": {"H5P": core_strings()},
        "loadedJs": [],
        "loadedCss": [],
        "core": {"scripts": [], "styles": []},
        "contents": {f"cid-{CONTENT_ID}": _content(version, prefix=prefix, state=state)},
    }


def _escaped(value: Any) -> Any:
    """Without tags: the core and many libraries put what is said of a content into the page as it is."""
    if isinstance(value, str):
        return value.replace("<", "&lt;").replace(">", "&gt;")
    if isinstance(value, list):
        return [_escaped(each) for each in value]
    return {name: _escaped(each) for name, each in value.items()} if isinstance(value, dict) else value


def _content(version: Playable, *, prefix: str, state: State) -> dict[str, Any]:
    return {
        "library": version.library,
        "jsonContent": json.dumps(version.content),
        "metadata": _escaped({"title": version.title, "license": "U", **version.metadata}),
        "title": _escaped(version.title),
        "url": version.iri,
        "contentUrl": f"{prefix}/content/{CONTENT_ID}",
        "contentUserData": {sub: dict(kinds) for sub, kinds in state.items()} or {"0": {}},
        # Full screen is a button of the page around it, alike for every content.
        "fullScreen": 0,
        "displayOptions": {
            "frame": True,
            "copyright": True,
            "export": False,
            "embed": False,
            "icon": False,
            "copy": False,
        },
        "exportUrl": "",
        "embedCode": "",
        "resizeCode": "",
    }
