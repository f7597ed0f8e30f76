from datetime import date

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import elearning.accounts.models
import elearning.certificates.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0002_permanence"),
        ("quizzes", "0002_permanence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintedIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=120,
                        validators=[elearning.accounts.models.validate_printable_name],
                        verbose_name="printed name",
                    ),
                ),
            ],
            options={
                "verbose_name": "printed identity",
                "verbose_name_plural": "printed identities",
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=14, unique=True, verbose_name="number")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("facts", models.JSONField(verbose_name="printed facts")),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="certificates.certificate",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ["-issued_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CertificateFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("content", models.BinaryField(verbose_name="content")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="certificates.certificate",
                        verbose_name="certificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate file",
                "verbose_name_plural": "certificate files",
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("completed_at", models.DateTimeField(verbose_name="completed at")),
                ("snapshot", models.JSONField(verbose_name="snapshot")),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completion",
                        to="quizzes.attempt",
                        verbose_name="attempt",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="courses.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="completions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="learner",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="courses.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "completion",
                "verbose_name_plural": "completions",
                "ordering": ["-completed_at"],
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="completion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="certificates.completion",
                verbose_name="completion",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="identity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="certificates.printedidentity",
                verbose_name="printed name",
            ),
        ),
        migrations.CreateModel(
            name="Revocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by_id",
                    models.BigIntegerField(
                        help_text="Id of the user; empty: a command on the server.", null=True, verbose_name="by"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocation",
                        to="certificates.certificate",
                        verbose_name="certificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "revocation",
                "verbose_name_plural": "revocations",
            },
        ),
        migrations.CreateModel(
            name="Accreditation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.CharField(
                        help_text="The organisation that accredits.",
                        max_length=200,
                        validators=[elearning.certificates.models.validate_drawable],
                        verbose_name="body",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        help_text="The kind of credit, as the body calls it.",
                        max_length=200,
                        validators=[elearning.certificates.models.validate_drawable],
                        verbose_name="scheme",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("applied", "applied for"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("expired", "expired"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reference_number", models.CharField(blank=True, max_length=80, verbose_name="reference number")),
                (
                    "maximum_credit",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="maximum credit"
                    ),
                ),
                (
                    "opens",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(date(1990, 1, 1)),
                            django.core.validators.MaxValueValidator(date(2199, 12, 31)),
                        ],
                        verbose_name="first day",
                    ),
                ),
                (
                    "closes",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which credit can be earned.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(date(1990, 1, 1)),
                            django.core.validators.MaxValueValidator(date(2199, 12, 31)),
                        ],
                        verbose_name="last day",
                    ),
                ),
                ("demonstration", models.BooleanField(editable=False, verbose_name="demonstration")),
                ("effective_from", models.DateTimeField(editable=False, verbose_name="recorded at")),
                (
                    "reason",
                    models.TextField(help_text="Why this is recorded; kept in the audit.", verbose_name="reason"),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accreditations",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={
                "verbose_name": "accreditation",
                "verbose_name_plural": "accreditations",
                "ordering": ["module", "body", "scheme", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("module", "body", "scheme", "effective_from"),
                        name="accreditation_one_state_at_an_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["none", "applied", "granted", "refused", "expired", "withdrawn"])
                        ),
                        name="accreditation_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("demonstration", False), models.Q(("state", "granted"), _negated=True), _connector="OR"
                        ),
                        name="accreditation_demonstration_is_not_granted",
                        violation_error_message="A demonstration module cannot hold a granted accreditation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True),
                            models.Q(
                                ("closes__isnull", False), ("maximum_credit__isnull", False), ("opens__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="accreditation_granted_has_credit_and_days",
                        violation_error_message="A granted accreditation needs its maximum credit, first day and last day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("maximum_credit__isnull", True), ("maximum_credit__gt", 0), _connector="OR"
                        ),
                        name="accreditation_credit_is_positive",
                        violation_error_message="Credit is more than nothing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens__isnull", True),
                            ("closes__isnull", True),
                            ("closes__gte", models.F("opens")),
                            _connector="OR",
                        ),
                        name="accreditation_closes_after_it_opens",
                        violation_error_message="The last day cannot lie before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="accreditation_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("learner__isnull", False)),
                fields=("learner", "term"),
                name="completion_once_per_learner_and_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("completion",),
                name="certificate_one_first_per_completion",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", models.F("pk")), _negated=True),
                name="certificate_does_not_replace_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="revocation_has_a_reason"
            ),
        ),
    ]
