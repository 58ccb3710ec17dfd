"""What every way of running the site has in common. See docs/operator.md for the variables."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from elearning.settings.accounts import *  # noqa: F403
from elearning.settings.logs import logging_config
from elearning.settings.redis import (
    CELERY_TASK_SOFT_TIME_LIMIT as CELERY_TASK_SOFT_TIME_LIMIT,
)
from elearning.settings.redis import (
    CELERY_TASK_TIME_LIMIT as CELERY_TASK_TIME_LIMIT,
)
from elearning.settings.redis import broker_transport_options
from elearning.settings.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(environ.Env().str("HYLDEFRI_VAR", default=str(BASE_DIR / "var")))
env = environ.Env()

INSTALLED_APPS = [
    "elearning.municipalities",
    "courses",
    "tracking",
    "elearning.commissions",
    "elearning.accounts",
    "elearning.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "elearning.site.request_log.RequestLogMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "elearning.site.middleware.RecordStoreMiddleware",
    "elearning.site.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "elearning.site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "courses.admin.gone.GonePageMiddleware",
    "courses.isolation.gate.IsolationMiddleware",
    "courses.admin.protection.ProtectedDeletionMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "elearning.urls"
WSGI_APPLICATION = "elearning.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "elearning.municipalities.branding.brand",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
# Our own strings, and Danish for Wagtail and allauth (docs/decisions/0013 and 0030); the first one wins.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "wagtail_danish", BASE_DIR / "allauth_danish"]
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_STORAGE_BACKEND = "elearning.site.static_files.StaticFiles"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_STORAGE_BACKEND},
}

# Sessions live in the database: with the broker and the cache down nobody is signed out (DESIGN 6).
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# Whom visitors may write to about accessibility and their data; empty leads them to their municipality.
HYLDEFRI_CONTACT_EMAIL = env.str("HYLDEFRI_CONTACT_EMAIL", default="")
# Both name what is in the record, so they are chosen before the first learner begins and kept (docs/xapi-profile.md).
HYLDEFRI_IRI_BASE = env.str("HYLDEFRI_IRI_BASE", default="https://hyldefri.example")
HYLDEFRI_ACCOUNT_KEY = env.str("HYLDEFRI_ACCOUNT_KEY", default="")
# The record store's limits (docs/xapi.md): bytes of a request and of a document, requests a minute and credential.
HYLDEFRI_XAPI_LARGEST_REQUEST = env.int("HYLDEFRI_XAPI_LARGEST_REQUEST", default=20_000_000)
HYLDEFRI_XAPI_LARGEST_DOCUMENT = env.int("HYLDEFRI_XAPI_LARGEST_DOCUMENT", default=5_000_000)
HYLDEFRI_XAPI_RATE = env.int("HYLDEFRI_XAPI_RATE", default=6000)
HYLDEFRI_XAPI_WRONG = env.int("HYLDEFRI_XAPI_WRONG", default=60)

WAGTAIL_SITE_NAME = "Hyldefri"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = env.str("HYLDEFRI_BASE_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("da", "Dansk"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "mp4", "pdf", "pptx", "txt", "vtt", "webm", "xlsx"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail's own background work goes to Celery; see elearning.site.tasks_backend for a broker that is down.
TASKS = {
    "default": {
        "BACKEND": "elearning.site.tasks_backend.CeleryBackend",
        "OPTIONS": {"RUN_HERE_WITHOUT_BROKER": ["wagtail.tasks.delete_file_from_storage_task"]},
    }
}

CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = broker_transport_options(
    visibility_timeout=env.int("CELERY_VISIBILITY_TIMEOUT", default=CELERY_TASK_TIME_LIMIT + 60)
)
CELERY_TIMEZONE = TIME_ZONE

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
LOGGING = logging_config(json=False, level=env.str("LOG_LEVEL", default="INFO"))
