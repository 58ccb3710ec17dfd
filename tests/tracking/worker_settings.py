"""The settings of a worker that serves the test run's own database."""

import os

from elearning.settings.logs import logging_config
from elearning.settings.testing import *  # noqa: F403
from elearning.settings.testing import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
LOGGING = logging_config(json=False, level="INFO")
