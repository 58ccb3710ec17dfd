"""The settings of the test run. ``DATABASE_URL`` chooses PostgreSQL; without it SQLite."""

import os
from pathlib import Path

# What a test writes stays out of the developer's own site; tests that run side by side have a folder each.
# (The process that directs them has set the variable already by the time they inherit it.)
if "HYLDEFRI_VAR" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    _database = "pg" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "lite"
    _process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["HYLDEFRI_VAR"] = str(Path(__file__).resolve().parents[2] / "var" / "test" / f"{_database}-{_process}")

from elearning.settings.embedded import *  # noqa: F403
from elearning.settings.embedded import DATABASES, STATIC_ROOT, STORAGES, VAR_DIR, env
from elearning.settings.logs import logging_config

SECRET_KEY = "tests-only-0123456789abcdefghijklmnopqrstuvwxyz-0123456789"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HYLDEFRI_LOCAL_MAILBOX = False
HYLDEFRI_PROVIDERS_ON_THIS_MACHINE = True
LOGGING = logging_config(json=False, level="WARNING")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without
if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    # A file, so that a real worker process can share it; nobody's data, so it need not reach the disk.
    DATABASES = {
        "default": {
            **DATABASES["default"],
            # A worker process that a test starts is told which file the test run has.
            "NAME": env.str("TEST_DATABASE_FILE", default=str(VAR_DIR / "hyldefri.sqlite3")),
            "TEST": {"NAME": str(VAR_DIR / "tests.sqlite3")},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
            },
        }
    }
