"""What web servers serve."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.production")


class Request(WSGIRequest):
    """Django's, which a ``Content-Type`` in an encoding that there is not breaks before anything can answer."""

    def __init__(self, environ: dict[str, Any]) -> None:
        try:
            super().__init__(environ)
        except ValueError:
            super().__init__(environ | {"CONTENT_TYPE": "invalid"})


class Handler(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)
application = Handler()
