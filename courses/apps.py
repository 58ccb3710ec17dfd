from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses import receivers  # noqa: F401 - connects itself
        from courses.h5p.groups import ensure_approvers

        # Without a sender: permissions are made app by app, and that to enter the admin comes after our own.
        post_migrate.connect(ensure_approvers, dispatch_uid="courses.h5p.groups")
