"""H5P attempts know their release and whether they are the first; counts of those that are erased are kept."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery


def tell_releases(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    attempts = apps.get_model("tracking", "H5PAttempt")._base_manager.using(using)
    enrolments = apps.get_model("tracking", "Enrolment")._base_manager.using(using)
    of_enrolment = enrolments.filter(pk=OuterRef("enrolment")).values("release")[:1]
    earlier = attempts.filter(
        enrolment=OuterRef("enrolment"),
        block_id=OuterRef("block_id"),
        version=OuterRef("version"),
        number__lt=OuterRef("number"),
    )
    attempts.update(release=Subquery(of_enrolment))
    later = list(attempts.filter(Exists(earlier)).values_list("pk", flat=True))
    for start in range(0, len(later), 500):
        attempts.filter(pk__in=later[start : start + 500]).update(first=False)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0005_h5p_in_lessons"),
        ("tracking", "0004_h5p_attempts"),
    ]

    operations = [
        migrations.CreateModel(
            name="H5PItemAggregate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("block_id", models.CharField(max_length=36)),
                ("part", models.CharField(blank=True, max_length=36)),
                ("answers", models.PositiveIntegerField(default=0, verbose_name="answers")),
                ("known", models.PositiveIntegerField(default=0)),
                ("right", models.PositiveIntegerField(default=0, verbose_name="right answers")),
                ("scored", models.PositiveIntegerField(default=0)),
                ("points", models.FloatField(default=0)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.courserelease"
                    ),
                ),
            ],
            options={
                "verbose_name": "figures of an H5P activity",
                "verbose_name_plural": "figures of H5P activities",
                "constraints": [
                    models.UniqueConstraint(fields=("release", "block_id", "part"), name="one_h5p_aggregate_a_part")
                ],
            },
        ),
        migrations.AddField(
            model_name="h5pattempt",
            name="first",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="h5pattempt",
            name="parts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="h5pattempt",
            name="release",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="courses.courserelease",
            ),
        ),
        migrations.RunPython(tell_releases, migrations.RunPython.noop),
    ]
