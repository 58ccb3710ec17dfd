"""Groups that were set up before there was H5P get the rights that new ones have; once, so that what is taken stays so."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

#: As courses.actions.set_up_groups and set_up_municipality had them when H5P came.
DESIGNERS = "Kursusudviklere"
RIGHTS = ("add_h5pactivity", "change_h5pactivity", "choose_h5pactivity")


def give_rights(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    places = list(_places(apps, using))
    if not places:
        return
    # An upgrade comes here before the permissions of what it brings have been made.
    create_permissions(installed.get_app_config("courses"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    wanted = list(permissions.filter(content_type__app_label="courses", codename__in=RIGHTS))
    given = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.using(using)
    for group, collection in places:
        for permission in wanted:
            given.get_or_create(group_id=group, collection_id=collection, permission=permission)


def _places(apps: Any, using: str) -> Any:
    """(group, collection), by key: designers at the root, municipalities' editors in their own."""
    designers = apps.get_model("auth", "Group").objects.using(using).filter(name=DESIGNERS).first()
    root = apps.get_model("wagtailcore", "Collection").objects.using(using).filter(depth=1).first()
    given = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.using(using)
    # Designers who may not change pictures there have not been set up, or somebody has wanted it so.
    if designers and root and given.filter(group=designers, collection=root).exists():
        yield designers.pk, root.pk
    municipalities = apps.get_model("municipalities", "Municipality")._base_manager.using(using)
    set_up = municipalities.filter(editor_group__isnull=False, collection__isnull=False)
    yield from set_up.values_list("editor_group", "collection")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("courses", "0005_h5p_in_lessons"),
        ("municipalities", "0002_branding_units_policies"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
