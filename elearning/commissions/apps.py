from importlib import import_module

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CommissionsConfig(AppConfig):
    name = "elearning.commissions"
    label = "commissions"
    verbose_name = _("Commissions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("elearning.commissions.receivers")
        from elearning.commissions.evaluation.asking import asked_beside, sent_since
        from elearning.commissions.evaluation.requirements import groups_are_over
        from elearning.commissions.offers import requirements
        from elearning.commissions.requirements import require
        from elearning.commissions.waves.beside import company
        from tracking.learning.asking import ask_beside
        from tracking.learning.company import find_company
        from tracking.reminding.sending import count_too, remind_elsewhere

        requirements.register()
        # Who is in a wave is reminded by the wave's rhythm.
        remind_elsewhere(Q(wave_member__isnull=False))
        ask_beside(asked_beside)
        # Whoever is asked what a course gave her is not reminded of others beyond measure.
        count_too(sent_since)
        find_company(company)
        require("evaluate", groups_are_over)
