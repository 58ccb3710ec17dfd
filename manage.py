#!/usr/bin/env python
import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from elearning.starting import set_up

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.embedded")
    if sys.argv[1:2] == ["migrate"]:
        # It makes models by the thousand, and looking through them again and again is a quarter of its time.
        gc.disable()
    try:
        set_up()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
