"""Where every part of the site answers."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from elearning.site import health, media, public

urlpatterns = [
    path("", include("elearning.accounts.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("kommune/", include("elearning.municipalities.urls")),
    path("tilgaengelighed/", public.accessibility, name="accessibility"),
    path("privatliv/", public.privacy, name="privacy"),
    path("robots.txt", public.robots, name="robots"),
    path("favicon.ico", public.favicon, name="favicon"),
    path(f"media/{media.PUBLIC}/<path:path>", media.picture, name="picture"),
    path("admin/", include(wagtailadmin_urls)),
    path("dokumenter/", include(wagtaildocs_urls)),
    path("konto/", include("allauth.urls")),
    path("h5p/", include("tracking.h5p.urls")),
    path("xapi/", include("tracking.xapi.urls")),
    path("hold/", include("elearning.commissions.waves.urls")),
    path("", include("elearning.commissions.urls")),
    path("", include("tracking.urls")),
    path("", include(wagtail_urls)),
]
