import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("certificates", "0003_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("pars-json", "PARS JSON"),
                            ("medbiquitous-xml", "MedBiquitous Activity Report XML"),
                            ("cebroker-excel", "CE Broker Excel"),
                            ("cebroker-xml", "CE Broker XML"),
                            ("eiv-csv", "EIV list"),
                            ("mora-excel", "ESMO-MORA Excel"),
                            ("mora-csv", "ESMO-MORA CSV"),
                            ("csv", "CSV"),
                            ("excel", "Excel"),
                        ],
                        max_length=20,
                        verbose_name="format",
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("pars", "ACCME (PARS) and US boards"),
                            ("cebroker", "CE Broker (US state boards)"),
                            ("eiv", "EIV (German chambers of physicians)"),
                            ("mora", "ESMO-MORA"),
                        ],
                        max_length=10,
                        verbose_name="body",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("by_id", models.BigIntegerField(help_text="Id of the user.", null=True, verbose_name="by")),
                ("first_day", models.DateField(verbose_name="completed from")),
                ("last_day", models.DateField(verbose_name="completed until")),
                ("sender", models.JSONField(default=dict, verbose_name="provider's numbers")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "report to a body",
                "verbose_name_plural": "reports to bodies",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body__in", ["pars", "cebroker", "eiv", "mora"])),
                        name="batch_body_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(max_length=10, verbose_name="body")),
                (
                    "action",
                    models.CharField(
                        choices=[("add", "add"), ("delete", "delete")], max_length=6, verbose_name="action"
                    ),
                ),
                ("consent_given_at", models.DateTimeField(verbose_name="consent given at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("exported", "file made"),
                            ("sent", "sent"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                        ],
                        default="exported",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(help_text="Since when it is in this state.", verbose_name="at")),
                (
                    "message",
                    models.CharField(
                        blank=True,
                        help_text="What the body answered; the learner reads it.",
                        max_length=300,
                        verbose_name="message",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="delivery.batch",
                        verbose_name="report",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="certificates.certificate",
                        verbose_name="certificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DeliveredIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("values", models.JSONField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivered_identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="named", to="delivery.delivery"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("npi", "npi"), ("efn", "efn"), ("licence", "licence"), ("esmo", "esmo")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=40, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AK", "AK"),
                            ("AL", "AL"),
                            ("AR", "AR"),
                            ("AS", "AS"),
                            ("AZ", "AZ"),
                            ("CA", "CA"),
                            ("CO", "CO"),
                            ("CT", "CT"),
                            ("DC", "DC"),
                            ("DE", "DE"),
                            ("FL", "FL"),
                            ("GA", "GA"),
                            ("GU", "GU"),
                            ("HI", "HI"),
                            ("IA", "IA"),
                            ("ID", "ID"),
                            ("IL", "IL"),
                            ("IN", "IN"),
                            ("KS", "KS"),
                            ("KY", "KY"),
                            ("LA", "LA"),
                            ("MA", "MA"),
                            ("MD", "MD"),
                            ("ME", "ME"),
                            ("MI", "MI"),
                            ("MN", "MN"),
                            ("MO", "MO"),
                            ("MP", "MP"),
                            ("MS", "MS"),
                            ("MT", "MT"),
                            ("NC", "NC"),
                            ("ND", "ND"),
                            ("NE", "NE"),
                            ("NH", "NH"),
                            ("NJ", "NJ"),
                            ("NM", "NM"),
                            ("NV", "NV"),
                            ("NY", "NY"),
                            ("OH", "OH"),
                            ("OK", "OK"),
                            ("OR", "OR"),
                            ("PA", "PA"),
                            ("PR", "PR"),
                            ("RI", "RI"),
                            ("SC", "SC"),
                            ("SD", "SD"),
                            ("TN", "TN"),
                            ("TX", "TX"),
                            ("UT", "UT"),
                            ("VA", "VA"),
                            ("VI", "VI"),
                            ("VT", "VT"),
                            ("WA", "WA"),
                            ("WI", "WI"),
                            ("WV", "WV"),
                            ("WY", "WY"),
                        ],
                        max_length=2,
                        verbose_name="US state",
                    ),
                ),
                ("profession", models.CharField(blank=True, max_length=10, verbose_name="profession code")),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="licences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "number of a person",
                "verbose_name_plural": "numbers of persons",
                "ordering": ["kind", "state", "profession"],
            },
        ),
        migrations.CreateModel(
            name="BodyIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_name", models.CharField(max_length=80, verbose_name="given names")),
                ("family_name", models.CharField(max_length=80, verbose_name="family name")),
                (
                    "birth_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day of birth",
                    ),
                ),
                (
                    "birth_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="month of birth",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}\\Z",
                                "Write the two capital letters of the country, for example CH, DE or US.",
                            )
                        ],
                        verbose_name="country",
                    ),
                ),
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="body_identity",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "identity for bodies",
                "verbose_name_plural": "identities for bodies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_day__isnull", True), ("birth_month__isnull", True)),
                            models.Q(
                                ("birth_day__isnull", False),
                                ("birth_month__isnull", False),
                                ("birth_day__range", (1, 31)),
                                ("birth_month__range", (1, 12)),
                            ),
                            _connector="OR",
                        ),
                        name="body_identity_birthday_is_whole",
                        violation_error_message="Give day and month of your birthday, or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_name", ""), _negated=True), models.Q(("family_name", ""), _negated=True)
                        ),
                        name="body_identity_has_names",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("pars", "ACCME (PARS) and US boards"),
                            ("cebroker", "CE Broker (US state boards)"),
                            ("eiv", "EIV (German chambers of physicians)"),
                            ("mora", "ESMO-MORA"),
                        ],
                        max_length=10,
                        verbose_name="body",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "consent to reports",
                "verbose_name_plural": "consents to reports",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("learner", "body"),
                        name="consent_open_once_per_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body__in", ["pars", "cebroker", "eiv", "mora"])),
                        name="consent_body_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="consent_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "rejected"), _negated=True),
                fields=("certificate", "body", "action"),
                name="delivery_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("body__in", ["pars", "cebroker", "eiv", "mora"])), name="delivery_body_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["exported", "sent", "accepted", "rejected"])),
                name="delivery_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["add", "delete"])), name="delivery_action_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent_given_at__lte", models.F("at"))), name="delivery_rests_on_consent"
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                fields=("learner", "kind", "state", "profession"),
                name="licence_one_of_a_kind",
                violation_error_message="You have entered a number of this kind already. Remove it first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["npi", "efn", "licence", "esmo"])), name="licence_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True), name="licence_has_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "licence"),
                        (
                            "state__in",
                            [
                                "AK",
                                "AL",
                                "AR",
                                "AS",
                                "AZ",
                                "CA",
                                "CO",
                                "CT",
                                "DC",
                                "DE",
                                "FL",
                                "GA",
                                "GU",
                                "HI",
                                "IA",
                                "ID",
                                "IL",
                                "IN",
                                "KS",
                                "KY",
                                "LA",
                                "MA",
                                "MD",
                                "ME",
                                "MI",
                                "MN",
                                "MO",
                                "MP",
                                "MS",
                                "MT",
                                "NC",
                                "ND",
                                "NE",
                                "NH",
                                "NJ",
                                "NM",
                                "NV",
                                "NY",
                                "OH",
                                "OK",
                                "OR",
                                "PA",
                                "PR",
                                "RI",
                                "SC",
                                "SD",
                                "TN",
                                "TX",
                                "UT",
                                "VA",
                                "VI",
                                "VT",
                                "WA",
                                "WI",
                                "WV",
                                "WY",
                            ],
                        ),
                        models.Q(("profession", ""), _negated=True),
                    ),
                    models.Q(models.Q(("kind", "licence"), _negated=True), ("profession", ""), ("state", "")),
                    _connector="OR",
                ),
                name="licence_names_its_state",
            ),
        ),
    ]
