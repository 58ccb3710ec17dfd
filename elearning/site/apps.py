from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "elearning.site"
    label = "hyldefri_site"
    verbose_name = _("Site")

    def ready(self) -> None:
        # Tasks made with @shared_task belong to this app, also in a web process.
        from elearning import celery  # noqa: F401
