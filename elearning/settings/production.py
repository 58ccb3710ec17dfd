"""The site on servers: everything from the environment (docs/operator.md lists the variables)."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from elearning.settings.base import *  # noqa: F403
from elearning.settings.base import CONTENT_SECURITY_POLICY, STORAGES, env
from elearning.settings.logs import logging_config
from elearning.settings.redis import redis_cache

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "HYLDEFRI_BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")
if missing := [name for name in REQUIRED if not os.environ.get(name)]:
    raise ImproperlyConfigured(
        f"Hyldefri cannot start: set the environment variable {', '.join(missing)}. "
        "docs/operator.md says what each of them holds."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
WAGTAILADMIN_BASE_URL = env.str("HYLDEFRI_BASE_URL")
LOGGING = logging_config(json=True, level=env.str("LOG_LEVEL", default="INFO"))

DATABASES = {"default": env.db("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A pool a process: at least as many connections as it has threads.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL_SIZE", default=8),
        "timeout": 10,
    }

REDIS_URL = env.str("REDIS_URL")
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)
CACHES = {"default": redis_cache(REDIS_URL)}

EMAIL_CONFIG = env.email("EMAIL_URL")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"Hyldefri <noreply@{urlsplit(WAGTAILADMIN_BASE_URL).hostname}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK = env.bool("HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK", default=False)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SECURE_CONTENT_TYPE_NOSNIFF = True
# W019 asks for X_FRAME_OPTIONS = DENY; Wagtail's preview shows our own pages in a frame.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.bool("TRUST_PROXY_HEADERS", default=False):
    # Only behind a proxy that sets these itself and drops what a client sends.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
# How many proxies of our own a request passes: where it comes from is what the outermost of them has seen.
HYLDEFRI_TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("HYLDEFRI_TRUSTED_PROXIES", default=0)

if bucket := env.str("AWS_STORAGE_BUCKET_NAME", default=""):
    STORAGES = {
        **STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": bucket,
                "access_key": env.str("AWS_ACCESS_KEY_ID", default=None),
                "secret_key": env.str("AWS_SECRET_ACCESS_KEY", default=None),
                "endpoint_url": env.str("AWS_S3_ENDPOINT_URL", default=None),
                "region_name": env.str("AWS_S3_REGION_NAME", default=None),
                "custom_domain": env.str("AWS_S3_CUSTOM_DOMAIN", default=None),
                # Nothing in the bucket is public: addresses are signed, for long enough for a cached page.
                "default_acl": None,
                "querystring_auth": True,
                "querystring_expire": env.int("AWS_QUERYSTRING_EXPIRE", default=604_800),
                "file_overwrite": False,
            },
        },
    }

#: Where pictures and films come from when it is not our own origin; the content security policy lets it in.
if media_origin := env.str("MEDIA_ORIGIN", default=""):
    for directive in ("img-src", "media-src"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][directive].append(media_origin)
