"""The addresses in our statements. They name things and are never moved: not the host's name, a setting's."""

from __future__ import annotations

from django.conf import settings

DEFAULT_BASE = "https://hyldefri.example"
_ACTIVITIES = "/xapi/aktivitet/"
_EXTENSIONS = "/xapi/udvidelse/"


def base() -> str:
    """The setting ``HYLDEFRI_IRI_BASE``: chosen once, before the first statement, whatever the site is called."""
    configured: str = getattr(settings, "HYLDEFRI_IRI_BASE", DEFAULT_BASE)
    return configured.rstrip("/")


def activity(course: str, node: str) -> str:
    """The activity of a node in a course, both by node id. ``node`` may carry ``?subContentId=<uuid>``."""
    return f"{base()}{_ACTIVITIES}{course}" if node == course else f"{base()}{_ACTIVITIES}{course}/{node}"


def node_of(iri: str) -> str | None:
    """The node an activity is about, None for what is no activity of ours. A changed base does not matter."""
    _, found, path = iri.partition(_ACTIVITIES)
    return path.partition("/")[2] or path if found and path else None


def course_of(iri: str) -> str | None:
    """The course an activity of ours is in, or is."""
    _, found, path = iri.partition(_ACTIVITIES)
    return path.partition("/")[0] or None if found else None


def extension(name: str) -> str:
    return f"{base()}{_EXTENSIONS}{name}"


def extension_name(iri: str) -> str:
    return iri.partition(_EXTENSIONS)[2]


def home_page(municipality_code: str) -> str:
    """Where a municipality's accounts are at home."""
    return f"{base()}/kommune/{municipality_code}"


def systems(municipality_code: str) -> str:
    """Where the systems that a municipality has let in are at home; apart from its people."""
    return f"{home_page(municipality_code)}/systemer"
