from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    name = "elearning.municipalities"
    label = "municipalities"
    verbose_name = _("Municipalities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.municipalities import receivers  # noqa: F401 - connects itself
        from elearning.municipalities.groups import ensure_groups

        # Without a sender: permissions are made app by app, and the one this needs comes after our own.
        post_migrate.connect(ensure_groups, dispatch_uid="municipalities.groups")
