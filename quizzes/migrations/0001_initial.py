import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Test",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="test",
                        to="courses.edition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "test",
                "verbose_name_plural": "tests",
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, verbose_name="key")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("stem_html", models.TextField(blank=True, verbose_name="stem")),
                ("lead_in_html", models.TextField(verbose_name="lead-in")),
                ("rationale_html", models.TextField(verbose_name="rationale")),
                ("objectives", models.JSONField(default=list, verbose_name="objectives")),
                ("slides", models.JSONField(default=list, verbose_name="slides")),
                ("references", models.JSONField(default=list, verbose_name="references")),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="quizzes.test",
                        verbose_name="test",
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
                "ordering": ["test", "position"],
            },
        ),
        migrations.CreateModel(
            name="TestPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pass_percent",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="pass mark, per cent",
                    ),
                ),
                (
                    "max_attempts",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="attempts",
                    ),
                ),
                ("wait_minutes", models.PositiveIntegerField(default=0, verbose_name="wait between attempts, minutes")),
                (
                    "draw",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Drawn from the item bank. Empty: all items.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="items in an attempt",
                    ),
                ),
                ("shuffle_items", models.BooleanField(default=True, verbose_name="shuffle items")),
                ("shuffle_options", models.BooleanField(default=True, verbose_name="shuffle options")),
                (
                    "time_limit_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no limit.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="time limit, minutes",
                    ),
                ),
                (
                    "reveal",
                    models.CharField(
                        choices=[
                            ("never", "never"),
                            ("after_pass", "after a pass"),
                            ("after_final_attempt", "after a pass or the last attempt"),
                            ("after_submit", "after each attempt"),
                        ],
                        max_length=20,
                        verbose_name="show the right answers",
                    ),
                ),
                ("effective_from", models.DateTimeField(verbose_name="in force from")),
                (
                    "reason",
                    models.TextField(help_text="Why the rules change; kept in the audit.", verbose_name="reason"),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={
                "verbose_name": "test policy",
                "verbose_name_plural": "test policies",
                "ordering": ["module", "-effective_from"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("seed", models.BigIntegerField(verbose_name="seed")),
                ("paper", models.JSONField(verbose_name="paper")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("deadline", models.DateTimeField(null=True, verbose_name="deadline")),
                ("grace_minutes", models.PositiveSmallIntegerField(verbose_name="grace minutes")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted at")),
                ("correct", models.PositiveSmallIntegerField(null=True, verbose_name="correct")),
                ("total", models.PositiveSmallIntegerField(null=True, verbose_name="items")),
                ("passed", models.BooleanField(null=True, verbose_name="passed")),
                ("in_time", models.BooleanField(null=True, verbose_name="in time")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="courses.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="attempts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="learner",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="courses.term",
                        verbose_name="term",
                    ),
                ),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="quizzes.test",
                        verbose_name="test",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="quizzes.testpolicy",
                        verbose_name="policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ["-started_at"],
            },
        ),
        migrations.CreateModel(
            name="AttemptGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "granted_by_id",
                    models.BigIntegerField(help_text="Id of the user.", null=True, verbose_name="granted by"),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempt_grants",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="learner",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempt_grants",
                        to="courses.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "granted attempt",
                "verbose_name_plural": "granted attempts",
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="grant_has_a_reason")
                ],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("html", models.TextField(verbose_name="text")),
                ("comment_html", models.TextField(verbose_name="comment")),
                ("correct", models.BooleanField(default=False, verbose_name="correct")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="quizzes.item",
                        verbose_name="item",
                    ),
                ),
            ],
            options={
                "verbose_name": "option",
                "verbose_name_plural": "options",
                "ordering": ["item", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "position"), name="option_position_unique_in_item"),
                    models.UniqueConstraint(
                        condition=models.Q(("correct", True)), fields=("item",), name="option_one_correct_in_item"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_key", models.SlugField(max_length=80, verbose_name="item")),
                ("option", models.PositiveSmallIntegerField(null=True, verbose_name="option")),
                ("flagged", models.BooleanField(default=False, verbose_name="flagged")),
                ("answered_at", models.DateTimeField(verbose_name="saved at")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="quizzes.attempt",
                        verbose_name="attempt",
                    ),
                ),
            ],
            options={
                "verbose_name": "response",
                "verbose_name_plural": "responses",
                "constraints": [models.UniqueConstraint(fields=("attempt", "item_key"), name="response_once_per_item")],
            },
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("test", "key"), name="item_key_unique_in_test"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("test", "position"), name="item_position_unique_in_test"),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.UniqueConstraint(fields=("module", "effective_from"), name="policy_one_at_an_instant"),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_percent__range", (1, 100))), name="policy_pass_percent_is_a_percentage"
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_attempts__isnull", True), ("max_attempts__gte", 1), _connector="OR"),
                name="policy_allows_an_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("draw__isnull", True), ("draw__gte", 1), _connector="OR"),
                name="policy_draws_an_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("time_limit_minutes__isnull", True), ("time_limit_minutes__gte", 1), _connector="OR"
                ),
                name="policy_gives_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("reveal__in", ["never", "after_pass", "after_final_attempt", "after_submit"])),
                name="policy_reveal_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="policy_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("submitted_at__isnull", True)),
                fields=("learner", "module"),
                name="attempt_one_open_per_learner",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                fields=("learner", "term", "number"), name="attempt_number_unique_in_term"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="attempt_number_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deadline__isnull", True), ("deadline__gt", models.F("started_at")), _connector="OR"
                ),
                name="attempt_deadline_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_at__isnull", True), ("submitted_at__gte", models.F("started_at")), _connector="OR"
                ),
                name="attempt_submitted_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("correct__isnull", True),
                        ("in_time__isnull", True),
                        ("passed__isnull", True),
                        ("submitted_at__isnull", True),
                        ("total__isnull", True),
                    ),
                    models.Q(
                        ("correct__isnull", False),
                        ("in_time__isnull", False),
                        ("passed__isnull", False),
                        ("submitted_at__isnull", False),
                        ("total__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="attempt_scored_exactly_when_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total__isnull", True),
                    models.Q(("correct__lte", models.F("total")), ("total__gte", 1)),
                    _connector="OR",
                ),
                name="attempt_score_within_total",
            ),
        ),
    ]
