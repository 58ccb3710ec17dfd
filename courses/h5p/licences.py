"""Licence and authors as a package's metadata has them, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: The values of H5P's own list of licences.
NAMES: Mapping[str, Any] = {
    "U": _("Undisclosed"),
    "CC BY": "Creative Commons BY",
    "CC BY-SA": "Creative Commons BY-SA",
    "CC BY-ND": "Creative Commons BY-ND",
    "CC BY-NC": "Creative Commons BY-NC",
    "CC BY-NC-SA": "Creative Commons BY-NC-SA",
    "CC BY-NC-ND": "Creative Commons BY-NC-ND",
    "CC0 1.0": "Creative Commons CC0 1.0",
    "CC PDM": "Creative Commons Public Domain Mark",
    "GNU GPL": "GNU GPL",
    "PD": _("Public domain"),
    "ODC PDDL": "ODC PDDL",
    "C": _("Copyright"),
}


def licence_of(metadata: Mapping[str, Any]) -> str:
    """With its version where there is one; "" where nothing is given."""
    key = metadata.get("license")
    if not isinstance(key, str) or not key:
        return ""
    version = metadata.get("licenseVersion")
    return f"{NAMES.get(key, key)} {version if isinstance(version, str) else ''}".strip()


def authors_of(metadata: Mapping[str, Any]) -> list[str]:
    authors = metadata.get("authors")
    named = [author.get("name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    return [name for name in named if isinstance(name, str) and name]
