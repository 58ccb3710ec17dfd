"""One machine, nothing to install: SQLite and a Redis child of the supervisor (DESIGN 10)."""

from elearning.settings.base import *  # noqa: F403
from elearning.settings.base import VAR_DIR, env
from elearning.settings.redis import redis_cache

VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="embedded-only-not-a-secret-0123456789abcdefghijklmnopqrstuvwxyz")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
WAGTAILADMIN_BASE_URL = env.str("HYLDEFRI_BASE_URL", default="http://127.0.0.1:8000")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "hyldefri.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE is what prevents "database is locked"; see docs/decisions.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}

REDIS_URL = env.str("REDIS_URL", default=f"unix://{VAR_DIR / 'redis.sock'}?db=1")
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=f"redis+socket://{VAR_DIR / 'redis.sock'}")
# No mail leaves the machine: /postkasse/ shows what would have been sent.
EMAIL_BACKEND = "elearning.accounts.mailbox.MailboxBackend"
HYLDEFRI_LOCAL_MAILBOX = True
HYLDEFRI_LOCAL_MAILBOX_DIR = VAR_DIR / "mail"
# Passkeys on http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
CACHES = {"default": redis_cache(REDIS_URL)}
