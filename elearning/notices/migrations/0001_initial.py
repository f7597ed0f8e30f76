from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("key", models.CharField(max_length=200, verbose_name="occasion")),
                ("to", models.EmailField(blank=True, max_length=254, verbose_name="to")),
                ("subject", models.TextField(verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("queued_at", models.DateTimeField(verbose_name="queued at")),
                ("claimed_until", models.DateTimeField(null=True, verbose_name="not before")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)), fields=["queued_at"], name="notice_unsent"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="notice_once_per_occasion"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", ""), _negated=True), models.Q(("key", ""), _negated=True)),
                        name="notice_names_its_occasion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), models.Q(("body", ""), ("to", "")), _connector="OR"
                        ),
                        name="notice_sent_keeps_no_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", False),
                            ("attempts__gte", 5),
                            models.Q(("to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="notice_to_be_sent_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempts__lte", 5)), name="notice_attempts_are_limited"
                    ),
                ],
            },
        ),
    ]
