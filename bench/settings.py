"""The settings of production, with the pages that ours are compared with."""

from elearning.settings.production import *  # noqa: F403
from elearning.settings.production import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
