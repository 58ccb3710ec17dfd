"""What web servers serve."""

import gc
import os
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from elearning.starting import set_up

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


set_up()
application = Handler()

# What a request makes is gone before the collector, which would look after each 700 objects, finds anything. This and
# what ``set_up`` leaves out for good is a quarter of a batch's cost (docs/performance.md).
gc.set_threshold(20_000, 20, 20)
