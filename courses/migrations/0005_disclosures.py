"""Contributors, what they disclose, how it is mitigated, and the statement that learners were shown."""

import django.db.models.deletion
from django.db import migrations, models

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0004_translations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contributor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributors",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                ("key", models.SlugField(max_length=80, verbose_name="key")),
                ("name", models.CharField(max_length=250, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("editor", "editor"),
                            ("reviewer", "reviewer"),
                            ("planner", "planner"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("credentials", models.TextField(verbose_name="credentials")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Where requests for a disclosure go. Never shown to others.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
            ],
            options={
                "verbose_name": "contributor",
                "verbose_name_plural": "contributors",
                "ordering": ["module", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("module", "key"), name="contributor_key_unique_in_module"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["author", "editor", "reviewer", "planner"])),
                        name="contributor_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="contributor_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisclosureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="courses.contributor"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                (
                    "asked_by_id",
                    models.BigIntegerField(
                        help_text="Id of the user; empty: by the site.", null=True, verbose_name="asked by"
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a disclosure",
                "verbose_name_plural": "requests for disclosures",
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True), ("closed_at__isnull", True)),
                        fields=("contributor",),
                        name="disclosure_request_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("asked_at"))),
                        name="disclosure_request_expires_after_it_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            models.Q(
                                ("answered_at__gte", models.F("asked_at")), ("answered_at__lt", models.F("expires_at"))
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_request_answered_before_it_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_at__isnull", True), ("closed_at__isnull", True), _connector="OR"),
                        name="disclosure_request_answered_or_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="courses.contributor",
                        verbose_name="contributor",
                    ),
                ),
                ("declared_on", models.DateField(verbose_name="declared on")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("folder", "module folder"),
                            ("form", "form opened by the contributor"),
                            ("administrator", "entered by an administrator"),
                        ],
                        max_length=14,
                        verbose_name="source",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declaration",
                        to="courses.disclosurerequest",
                        verbose_name="request",
                    ),
                ),
                ("nothing_to_disclose", models.BooleanField(default=False, verbose_name="nothing to disclose")),
                ("refused", models.BooleanField(default=False, verbose_name="declined to disclose")),
            ],
            options={
                "verbose_name": "declaration",
                "verbose_name_plural": "declarations",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["folder", "form", "administrator"])),
                        name="declaration_source_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("request__isnull", False), ("source", "form")),
                            models.Q(models.Q(("source", "form"), _negated=True), ("request__isnull", True)),
                            _connector="OR",
                        ),
                        name="declaration_by_form_answers_a_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nothing_to_disclose", False), ("refused", False), _connector="OR"),
                        name="declaration_refused_or_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="courses.declaration",
                        verbose_name="declaration",
                    ),
                ),
                ("company", models.CharField(max_length=200, verbose_name="company")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("employee", "employee"),
                            ("researcher", "researcher (also where the institution is paid)"),
                            ("consultant", "consultant"),
                            ("advisor", "advisor"),
                            ("speaker", "speaker"),
                            ("contractor", "independent contractor (contracted research included)"),
                            ("royalties", "royalties or patent"),
                            ("executive", "executive role"),
                            ("owner", "ownership interest"),
                            ("stock", "individual stocks or options"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("begins", models.DateField(verbose_name="from")),
                ("ends", models.DateField(null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "disclosure",
                "verbose_name_plural": "disclosures",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "nature__in",
                                [
                                    "employee",
                                    "researcher",
                                    "consultant",
                                    "advisor",
                                    "speaker",
                                    "contractor",
                                    "royalties",
                                    "executive",
                                    "owner",
                                    "stock",
                                ],
                            )
                        ),
                        name="disclosure_nature_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("company", ""), _negated=True), name="disclosure_names_a_company"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("begins")), _connector="OR"),
                        name="disclosure_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mitigation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mitigations",
                        to="courses.disclosure",
                        verbose_name="disclosure",
                    ),
                ),
                ("relevant", models.BooleanField(verbose_name="relevant")),
                ("step", models.TextField(blank=True, verbose_name="mitigation")),
                ("mitigated_by", models.CharField(blank=True, max_length=200, verbose_name="mitigated by")),
                ("mitigated_on", models.DateField(null=True, verbose_name="mitigated on")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
                ("decided_by_id", models.BigIntegerField(null=True, verbose_name="decided by")),
            ],
            options={
                "verbose_name": "mitigation",
                "verbose_name_plural": "mitigations",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step", ""),
                            models.Q(models.Q(("mitigated_by", ""), _negated=True), ("mitigated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="mitigation_says_who_and_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommercialSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                ("company", models.CharField(max_length=200, verbose_name="company")),
                (
                    "nature",
                    models.CharField(
                        choices=[("financial", "financial"), ("in-kind", "in-kind")],
                        max_length=9,
                        verbose_name="nature",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="For in-kind support: what was given.",
                        max_length=300,
                        verbose_name="description",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="recorded at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
            ],
            options={
                "verbose_name": "commercial support",
                "verbose_name_plural": "commercial support",
                "ordering": ["module", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["financial", "in-kind"])),
                        name="commercial_support_nature_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("company", ""), _negated=True), name="commercial_support_names_a_company"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nature", "in-kind"), _negated=True),
                            models.Q(("description", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="commercial_support_in_kind_is_described",
                        violation_error_message="Say what was given.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="commercial_support_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisclosureStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("content", models.JSONField(verbose_name="content")),
                ("first_shown_at", models.DateTimeField(verbose_name="first shown at")),
            ],
            options={
                "verbose_name": "disclosure statement",
                "verbose_name_plural": "disclosure statements",
                "ordering": ["-first_shown_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("module", "sha256"), name="disclosure_statement_unique_in_module")
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="start",
            name="start_once_per_edition",
        ),
        migrations.AddField(
            model_name="start",
            name="statement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="starts",
                to="courses.disclosurestatement",
                verbose_name="disclosures shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="start",
            constraint=models.UniqueConstraint(
                fields=("learner", "edition", "statement"), name="start_once_per_edition_and_statement"
            ),
        ),
        migrations.AddConstraint(
            model_name="start",
            constraint=models.UniqueConstraint(
                condition=models.Q(("statement__isnull", True)),
                fields=("learner", "edition"),
                name="start_once_per_edition_without_statement",
            ),
        ),
        KeepRows("courses_contributor", ["module_id", "key"]),
        KeepRows(
            "courses_disclosurerequest", ["contributor_id", "token_hash", "asked_at", "expires_at", "asked_by_id"]
        ),
        KeepRows(
            "courses_declaration",
            ["contributor_id", "declared_on", "at", "source", "request_id", "nothing_to_disclose", "refused"],
        ),
        KeepRows("courses_disclosure", ["declaration_id", "company", "nature", "begins", "ends"]),
        KeepRows(
            "courses_mitigation",
            ["disclosure_id", "relevant", "step", "mitigated_by", "mitigated_on", "at", "decided_by_id"],
        ),
        KeepRows("courses_commercialsupport", ["module_id", "company", "nature", "description", "at"]),
        KeepRows("courses_disclosurestatement", ["module_id", "sha256", "content", "first_shown_at"]),
    ]
