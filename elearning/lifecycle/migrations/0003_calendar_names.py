from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0002_permanence"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="cycle",
            options={
                "default_permissions": (),
                "verbose_name": "module's life cycle",
                "verbose_name_plural": "modules in the calendar",
            },
        ),
    ]
