"""Translations: of an edition's front matter, of its slides, and the language in which a slide was read."""

import django.db.models.deletion
from django.db import migrations, models

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_questions")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="translations",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="progress",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="language"),
        ),
        migrations.CreateModel(
            name="SlideTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("html", models.TextField()),
                ("notes_html", models.TextField()),
                ("references", models.JSONField(default=list)),
                ("questions", models.JSONField(default=list)),
                ("ai_assisted", models.JSONField(null=True)),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "slide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="translations", to="courses.slide"
                    ),
                ),
            ],
            options={
                "verbose_name": "translated slide",
                "verbose_name_plural": "translated slides",
                "constraints": [
                    models.UniqueConstraint(fields=("slide", "language"), name="slide_translation_unique_in_language")
                ],
            },
        ),
        KeepRows(
            "courses_edition",
            ["module_id", "number", "content_hash", "title", "language", "loaded_at", "published_at"],
            when="OLD.published_at IS NOT NULL",
            again=True,
        ),
        KeepRows("courses_slidetranslation", ["slide_id", "language", "title", "content_hash"]),
    ]
