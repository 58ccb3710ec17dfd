"""Designers that were set up before there were orders get the right to handle them; once, so that what is taken stays so."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

#: As courses.actions.set_up_groups had it when orders came.
DESIGNERS = "Kursusudviklere"


def give_rights(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    designers = apps.get_model("auth", "Group").objects.using(using).filter(name=DESIGNERS).first()
    if designers is None:
        return
    # An upgrade comes here before the permissions of what it brings have been made.
    create_permissions(installed.get_app_config("commissions"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    designers.permissions.add(*permissions.filter(content_type__app_label="commissions", codename="handle_commission"))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("commissions", "0005_evaluation"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
