from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "elearning.site"
    label = "hyldefri_site"
    verbose_name = _("Site")
