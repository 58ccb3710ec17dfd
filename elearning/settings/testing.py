"""The settings of the test run. ``DATABASE_URL`` chooses PostgreSQL; without it SQLite."""

import os
from pathlib import Path

# What a test writes stays out of the developer's own site.
os.environ.setdefault("HYLDEFRI_VAR", str(Path(__file__).resolve().parents[2] / "var" / "test"))

from elearning.settings.embedded import *  # noqa: E402, F403
from elearning.settings.embedded import DATABASES, STORAGES, VAR_DIR, env  # noqa: E402
from elearning.settings.logs import logging_config  # noqa: E402

SECRET_KEY = "tests-only-0123456789abcdefghijklmnopqrstuvwxyz-0123456789"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = logging_config(json=False, level="WARNING")
if "DATABASE_URL" in os.environ:
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    # A file, so that a real worker process can share it; nobody's data, so it need not reach the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
