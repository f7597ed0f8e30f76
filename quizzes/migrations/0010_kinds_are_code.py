# The kinds of items are classes in quizzes/domain/kinds, not rows: a new one changes no table.

from django.db import migrations, models

import quizzes.models.bank


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0009_enemies"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="item",
            name="item_kind_is_known",
        ),
        migrations.AlterField(
            model_name="item",
            name="kind",
            field=models.CharField(choices=quizzes.models.bank.kind_choices, max_length=30, verbose_name="kind"),
        ),
    ]
