from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "elearning.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from elearning.accounts import checks, personal_data_accounts, receivers  # noqa: F401 - register themselves

        if "enrolment" in apps.all_models["tracking"]:  # tracking has its models
            from elearning.accounts import personal_data_systems, personal_data_tracking

            personal_data_tracking.register_all()
            personal_data_systems.register_all()

        if apps.is_installed("elearning.commissions"):
            from elearning.accounts import (
                guesses,
                personal_data_commissions,
                personal_data_evaluations,
                personal_data_offers,
                personal_data_waves,
            )
            from elearning.commissions import limits

            personal_data_commissions.register_all()
            personal_data_offers.register_all()
            personal_data_waves.register_all()
            personal_data_evaluations.register_all()
            limits.use(guesses.take)

        email_confirmed.connect(receivers.join_when_address_is_confirmed, dispatch_uid="accounts.join")
