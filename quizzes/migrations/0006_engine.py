import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0006_disclosures_of_stored_editions"),
        ("quizzes", "0005_pretest_permanence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Accommodation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "extra_percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(400)], verbose_name="more time, per cent"
                    ),
                ),
                ("reason", models.TextField(help_text="Why; no diagnosis. Kept in the audit.", verbose_name="reason")),
                (
                    "granted_by_id",
                    models.BigIntegerField(help_text="Id of the user.", null=True, verbose_name="granted by"),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "accommodation",
                "verbose_name_plural": "accommodations",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ItemCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_key", models.SlugField(max_length=80, verbose_name="item")),
                (
                    "effect",
                    models.CharField(
                        choices=[("neutralised", "does not count"), ("rekeyed", "has another key")],
                        max_length=20,
                        verbose_name="effect",
                    ),
                ),
                ("content", models.JSONField(blank=True, null=True, verbose_name="content")),
                ("take_passes_away", models.BooleanField(default=False, verbose_name="passes may be lost")),
                (
                    "reason",
                    models.TextField(help_text="What is wrong with the item; learners read it.", verbose_name="reason"),
                ),
                (
                    "corrected_by_id",
                    models.BigIntegerField(help_text="Id of the user.", null=True, verbose_name="corrected by"),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "correction of an item",
                "verbose_name_plural": "corrections of items",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("correct", models.PositiveSmallIntegerField(verbose_name="correct")),
                ("total", models.PositiveSmallIntegerField(verbose_name="items")),
                ("points", models.PositiveIntegerField(verbose_name="points")),
                ("passed", models.BooleanField(verbose_name="passed")),
                ("held", models.BooleanField(default=False, verbose_name="pass held")),
                ("marks", models.JSONField(verbose_name="marks")),
                ("sections", models.JSONField(verbose_name="sections")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "ordering": ["attempt", "number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="attempt",
            name="attempt_scored_exactly_when_submitted",
        ),
        migrations.RemoveConstraint(
            model_name="attempt",
            name="attempt_score_within_total",
        ),
        migrations.AddField(
            model_name="attempt",
            name="extra_percent",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="more time, per cent"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="pause_left",
            field=models.PositiveIntegerField(default=0, verbose_name="pause left, seconds"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="paused_at",
            field=models.DateTimeField(null=True, verbose_name="paused at"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="points",
            field=models.PositiveIntegerField(null=True, verbose_name="points"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="reached",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="item reached"),
        ),
        migrations.AddField(
            model_name="item",
            name="calculator",
            field=models.BooleanField(default=False, verbose_name="calculator"),
        ),
        migrations.AddField(
            model_name="item",
            name="content",
            field=models.JSONField(default=dict, verbose_name="content"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="item",
            name="kind",
            field=models.CharField(
                choices=[
                    ("single-best-answer", "single best answer"),
                    ("multiple-response", "multiple response"),
                    ("multiple-true-false", "multiple true-false"),
                    ("extended-matching", "extended matching"),
                    ("ordering", "ordering"),
                    ("numeric", "numeric"),
                    ("hotspot", "hotspot"),
                    ("case", "case"),
                ],
                default="single-best-answer",
                max_length=30,
                verbose_name="kind",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="response",
            name="answer",
            field=models.JSONField(null=True, verbose_name="answer"),
        ),
        migrations.AddField(
            model_name="response",
            name="answered",
            field=models.BooleanField(default=False, verbose_name="answered"),
        ),
        migrations.AddField(
            model_name="response",
            name="confidence",
            field=models.CharField(
                blank=True,
                choices=[("sure", "sure"), ("unsure", "unsure"), ("guess", "a guess")],
                default="",
                max_length=10,
                verbose_name="confidence",
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="note",
            field=models.TextField(blank=True, default="", verbose_name="note"),
        ),
        migrations.AddField(
            model_name="response",
            name="revision",
            field=models.PositiveIntegerField(default=0, verbose_name="revision"),
        ),
        migrations.AddField(
            model_name="response",
            name="seconds",
            field=models.PositiveIntegerField(default=0, verbose_name="seconds"),
        ),
        migrations.AddField(
            model_name="response",
            name="shown_at",
            field=models.DateTimeField(null=True, verbose_name="shown at"),
        ),
        migrations.AddField(
            model_name="response",
            name="struck",
            field=models.JSONField(default=list, verbose_name="struck out"),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="back",
            field=models.BooleanField(
                default=True,
                help_text="Without it an item is left for good; one on a page.",
                verbose_name="going back allowed",
            ),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="confidence",
            field=models.BooleanField(
                default=False, help_text="Each answer is given as sure, unsure or a guess.", verbose_name="ask how sure"
            ),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="later_waits",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="After the second attempt, the third and so on; the last one holds on. Empty: always the same.",
                verbose_name="later waits, minutes",
            ),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="layout",
            field=models.CharField(
                choices=[("one", "one item on a page"), ("all", "all items on one page")],
                default="one",
                max_length=10,
                verbose_name="pages",
            ),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="partial_credit",
            field=models.BooleanField(
                default=False,
                help_text="Items of several parts are marked in shares. Without it all parts must be right.",
                verbose_name="partial credit",
            ),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="pause_minutes",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How long the clock may stand still in an attempt, all pauses together. 0: no pauses.",
                verbose_name="pauses, minutes",
            ),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="remedial",
            field=models.BooleanField(
                default=False,
                help_text="The next attempt opens once the slides of the missed items were seen again.",
                verbose_name="read again before the next attempt",
            ),
        ),
        migrations.AddField(
            model_name="testpolicy",
            name="section_percents",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By the key of the section; a section that is not named has no pass mark of its own.",
                verbose_name="pass mark of sections, per cent",
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="answered_at",
            field=models.DateTimeField(null=True, verbose_name="saved at"),
        ),
        migrations.AddField(
            model_name="accommodation",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="accommodations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="learner",
            ),
        ),
        migrations.AddField(
            model_name="accommodation",
            name="module",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: every module.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accommodations",
                to="courses.module",
                verbose_name="module",
            ),
        ),
        migrations.AddField(
            model_name="itemcorrection",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="courses.module",
                verbose_name="module",
            ),
        ),
        migrations.AddField(
            model_name="itemcorrection",
            name="test",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="quizzes.test",
                verbose_name="test",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scores",
                to="quizzes.attempt",
                verbose_name="attempt",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="correction",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scores",
                to="quizzes.itemcorrection",
                verbose_name="correction",
            ),
        ),
    ]
