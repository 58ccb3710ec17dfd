"""The About resource (1.0.3 Communication 2.8; 2.0, 4.1.6.7): open to all, whatever version they speak."""

from __future__ import annotations

from django.http import HttpResponse

from tracking.xapi.resources.responses import json_response
from tracking.xapi.spec.versions import MOUNTS


def get(mount: str) -> HttpResponse:
    versions = sorted(rules.version for rules in MOUNTS[mount])
    return json_response({"version": versions, "extensions": {}})
