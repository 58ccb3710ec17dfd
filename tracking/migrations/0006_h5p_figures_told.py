"""Apart from the migration that fills it: PostgreSQL changes no table with rows that wait to be checked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracking", "0005_h5p_figures")]

    operations = [
        migrations.AlterField(
            model_name="h5pattempt",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.courserelease"
            ),
        ),
        migrations.AddIndex(
            model_name="h5pattempt",
            index=models.Index(fields=["release", "block_id"], name="h5p_attempts_of_a_release"),
        ),
    ]
