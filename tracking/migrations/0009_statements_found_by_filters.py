"""What the Statement Resource filters by becomes columns, of the statements that are there as well.

They are filled in last: PostgreSQL changes no table with rows that wait to be checked.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from tracking.xapi.store.extracting import COLUMNS, found_in

BATCH = 500


def fill_in(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    Statement, Mention = apps.get_model("tracking", "Statement"), apps.get_model("tracking", "Mention")
    last = 0
    while batch := list(Statement.objects.using(using).filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        mentions = []
        for statement in batch:
            try:
                found = found_in(statement.raw, statement.municipality_id)
            except (KeyError, TypeError, ValueError, AttributeError):
                continue  # no statement of ours; nothing finds it
            for name in COLUMNS:
                setattr(statement, name, getattr(found, name))
            if statement.disclosure == "completion":
                mentions += [
                    Mention(statement=statement, key=key, related=related, stored=statement.stored)
                    for key, related in found.mentions.items()
                ]
        Statement.objects.using(using).bulk_update(batch, COLUMNS, batch_size=100)
        Mention.objects.using(using).bulk_create(mentions, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0002_branding_units_policies"),
        ("tracking", "0008_xapi_credentials_and_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("activity_id", models.TextField()),
                ("definition", models.JSONField()),
            ],
            options={
                "verbose_name": "definition of an activity",
                "verbose_name_plural": "definitions of activities",
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("related", models.BooleanField()),
                ("stored", models.DateTimeField()),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
            },
        ),
        migrations.CreateModel(
            name="StatementAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha2", models.CharField(max_length=128)),
                ("size", models.PositiveBigIntegerField()),
                ("named_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "attachment of statements",
                "verbose_name_plural": "attachments of statements",
            },
        ),
        migrations.AddField(
            model_name="statement",
            name="actor_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="authority_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="object_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="refers_to",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="registration",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="verb_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="voids",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="statement",
            name="object_id",
            field=models.TextField(),
        ),
        migrations.AlterField(
            model_name="statement",
            name="verb",
            field=models.TextField(),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("disclosure", "completion")),
                fields=["municipality", "stored", "id"],
                name="statements_disclosed",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("disclosure", "completion")),
                fields=["actor_key", "stored", "id"],
                name="statements_of_an_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("disclosure", "completion")),
                fields=["verb_key", "stored", "id"],
                name="statements_of_a_verb",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("disclosure", "completion")),
                fields=["object_key", "stored", "id"],
                name="statements_of_an_object",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("disclosure", "completion")),
                fields=["authority_key", "stored", "id"],
                name="statements_of_an_authority",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("disclosure", "completion"), ("registration__isnull", False)),
                fields=["registration", "stored", "id"],
                name="statements_of_a_registration",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("refers_to__isnull", False)),
                fields=["municipality", "stored", "id"],
                name="statements_on_statements",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("voids__isnull", False)),
                fields=["municipality", "voids"],
                name="statements_that_void",
            ),
        ),
        migrations.AddField(
            model_name="activitydefinition",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="municipalities.municipality"
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="tracking.statement"
            ),
        ),
        migrations.AddField(
            model_name="statementattachment",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="municipalities.municipality"
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["key", "stored", "statement"], name="mentions_of_a_key"),
        ),
        migrations.AddConstraint(
            model_name="statementattachment",
            constraint=models.UniqueConstraint(fields=("municipality", "sha2"), name="attachment_once_a_municipality"),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
    ]
