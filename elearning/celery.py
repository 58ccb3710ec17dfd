"""The Celery application; the worker starts with ``-A elearning.celery``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.embedded")

app = Celery("hyldefri")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
