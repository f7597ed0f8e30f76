import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0006_disclosures_of_stored_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
            fields=[],
            options={
                "verbose_name": "module's life cycle",
                "verbose_name_plural": "calendar of modules",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("courses.module",),
        ),
        migrations.CreateModel(
            name="NoReminders",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="no_reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "learner without reminders",
                "verbose_name_plural": "learners without reminders",
            },
        ),
        migrations.CreateModel(
            name="ExpiryReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_valid_day", models.DateField(verbose_name="last valid day")),
                (
                    "audience",
                    models.CharField(
                        choices=[("responsible", "responsible administrators"), ("learners", "learners in progress")],
                        max_length=12,
                        verbose_name="to",
                    ),
                ),
                ("days_before", models.PositiveSmallIntegerField(verbose_name="days before")),
                ("queued_at", models.DateTimeField(verbose_name="queued at")),
                ("count", models.PositiveIntegerField(verbose_name="mails")),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="courses.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of expiry",
                "verbose_name_plural": "reminders of expiry",
                "ordering": ["-queued_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "last_valid_day", "audience", "days_before"), name="expiry_reminder_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["responsible", "learners"])),
                        name="expiry_reminder_audience_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Responsible",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="responsible", to="courses.module"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "responsible administrator",
                "verbose_name_plural": "responsible administrators",
                "constraints": [models.UniqueConstraint(fields=("module", "user"), name="responsible_once_per_module")],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contributor_key", models.SlugField(max_length=80, verbose_name="contributor")),
                ("name", models.CharField(max_length=250, verbose_name="name")),
                ("credentials", models.TextField(verbose_name="credentials")),
                ("role", models.CharField(max_length=12, verbose_name="role")),
                ("disclosed_on", models.DateField(verbose_name="disclosed on")),
                ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                ("statement", models.TextField(verbose_name="statement")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="courses.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["-recorded_at", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("term", "contributor_key"), name="review_once_per_term_and_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("statement", ""), _negated=True)
                        ),
                        name="review_says_who_and_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="publish at")),
                ("substance", models.JSONField(blank=True, default=list, verbose_name="changed in substance")),
                ("reason", models.TextField(verbose_name="reason")),
                ("created_at", models.DateTimeField(verbose_name="scheduled on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("done", "published"),
                            ("failed", "refused"),
                            ("cancelled", "cancelled"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                ("outcome", models.TextField(blank=True, verbose_name="what became of it")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="scheduled_publications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scheduled by",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule",
                        to="courses.edition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "scheduled publication",
                "verbose_name_plural": "scheduled publications",
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")), fields=("edition",), name="publication_scheduled_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "done", "failed", "cancelled"])),
                        name="scheduled_publication_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at__gt", models.F("created_at"))),
                        name="scheduled_publication_is_in_the_future",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="scheduled_publication_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state", "pending")),
                            models.Q(models.Q(("state", "pending"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="scheduled_publication_settled_unless_pending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["failed", "cancelled"]), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="scheduled_publication_says_why_not",
                    ),
                ],
            },
        ),
    ]
