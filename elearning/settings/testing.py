"""The settings of the test run. ``DATABASE_URL`` chooses PostgreSQL; without it SQLite."""

import os

from elearning.settings.embedded import *  # noqa: F403
from elearning.settings.embedded import DATABASES, STORAGES, env

SECRET_KEY = "tests-only-0123456789abcdefghijklmnopqrstuvwxyz-0123456789"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HYLDEFRI_LOCAL_MAILBOX = False
if "DATABASE_URL" in os.environ:
    DATABASES = {"default": env.db("DATABASE_URL")}
