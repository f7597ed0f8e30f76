"""Accreditations say under which scheme, for whom and from what on they give credit; credit is claimed.

Accreditations recorded before become ones of the provider's own scheme that serve every profession, under the name of
credit that they had. Certificates count their issues instead of pointing to the one that they replace.
"""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Q

import elearning.certificates.models.accreditation
from elearning.audit.immutability import KeepRows

TABLES = ("certificates_accreditation", "certificates_certificate")
PROFESSIONS = {
    "physician": "Physician",
    "nurse": "Nurse",
    "pharmacist": "Pharmacist",
    "physician-associate": "Physician associate",
    "psychologist": "Psychologist",
    "dentist": "Dentist",
    "dietitian": "Dietitian",
    "optometrist": "Optometrist",
    "social-worker": "Social worker",
    "scientist": "Scientist",
    "student": "Student",
    "other": "Other profession",
}
SCHEMES = {
    "ama": "AMA PRA Category 1 Credit",
    "eaccme": "EACCME: European CME credit (ECMEC)",
    "esmo": "ESMO-MORA points",
    "acoe": "ACOE credit",
    "ebap": "EBAP credit",
    "national": "A national body's credit",
    "own": "The provider's own scheme",
}
STEPS = (Decimal("0.25"), Decimal("0.5"), Decimal(1))
VARIANTS = {
    "physician": "credit, physician",
    "other-professions": "credit, other professions",
    "participation": "participation",
    "no-credit": "no credit",
}


def release_rows(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away for this migration, which puts them back at its end."""
    on_table = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}" + on_table.format(table=table))


def serve_everybody(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("certificates", "Accreditation").objects.update(professions=list(PROFESSIONS))


def count_issues(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Number the certificates of each completion in the order in which they replaced one another."""
    certificates = apps.get_model("certificates", "Certificate").objects
    replaced = list(certificates.filter(replaces__isnull=True).values_list("pk", flat=True))
    generation = 1
    while replaced:
        generation += 1
        replaced = list(certificates.filter(replaces__in=replaced).values_list("pk", flat=True))
        certificates.filter(pk__in=replaced).update(generation=generation)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_permanence")]
    operations = [
        migrations.RunPython(release_rows, migrations.RunPython.noop),
        migrations.RemoveConstraint("accreditation", "accreditation_one_state_at_an_instant"),
        migrations.RenameField("accreditation", "scheme", "credit_name"),
        migrations.AlterField(
            "accreditation",
            "credit_name",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="For a national body or the provider's own scheme: what one credit is called.",
                max_length=200,
                validators=[elearning.certificates.models.accreditation.validate_drawable],
                verbose_name="name of the credit",
            ),
        ),
        migrations.AddField(
            "accreditation",
            "scheme",
            models.CharField(choices=list(SCHEMES.items()), default="own", max_length=12, verbose_name="scheme"),
            preserve_default=False,
        ),
        migrations.AddField(
            "accreditation",
            "step",
            models.DecimalField(
                choices=[(step, str(step)) for step in STEPS],
                db_default=Decimal("0.5"),
                decimal_places=2,
                default=Decimal("0.5"),
                help_text="Credit is claimed in multiples of it.",
                max_digits=3,
                verbose_name="step",
            ),
        ),
        migrations.AddField(
            "accreditation",
            "professions",
            models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text="Who can claim this credit.",
                validators=[elearning.certificates.models.accreditation.validate_professions],
                verbose_name="professions served",
            ),
        ),
        migrations.AddField(
            "accreditation",
            "minimum_active_seconds",
            models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="Seconds on the slides, measured by the server.",
                verbose_name="least time",
            ),
        ),
        migrations.AddField(
            "accreditation",
            "minimum_slides_percent",
            models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="Percent of all slides that must be seen.",
                verbose_name="least share of slides",
            ),
        ),
        migrations.AddField(
            "accreditation",
            "minimum_score_percent",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Percent; empty: the test's own pass mark.",
                null=True,
                verbose_name="least score",
            ),
        ),
        migrations.AddField(
            "accreditation",
            "evaluation_required",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="No certificate before the module is evaluated.",
                verbose_name="evaluation required",
            ),
        ),
        migrations.RunPython(serve_everybody, migrations.RunPython.noop),
        migrations.AddConstraint(
            "accreditation",
            models.UniqueConstraint(
                fields=["module", "body", "scheme", "credit_name", "effective_from"],
                name="accreditation_one_state_at_an_instant",
            ),
        ),
        migrations.AddConstraint(
            "accreditation",
            models.CheckConstraint(condition=Q(scheme__in=list(SCHEMES)), name="accreditation_scheme_is_known"),
        ),
        migrations.AddConstraint(
            "accreditation",
            models.CheckConstraint(condition=Q(step__in=STEPS), name="accreditation_step_is_known"),
        ),
        migrations.AddConstraint(
            "accreditation",
            models.CheckConstraint(
                condition=Q(minimum_slides_percent__lte=100)
                & (Q(minimum_score_percent__isnull=True) | Q(minimum_score_percent__lte=100)),
                name="accreditation_gates_can_be_met",
                violation_error_message="A least share or score lies between 0 and 100 percent.",
            ),
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("generation", models.PositiveSmallIntegerField(verbose_name="issue")),
                (
                    "profession",
                    models.CharField(choices=list(PROFESSIONS.items()), max_length=20, verbose_name="profession"),
                ),
                ("credit", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="credit")),
                ("maximum_credit", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="maximum credit")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "accreditation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="certificates.accreditation",
                        verbose_name="accreditation",
                    ),
                ),
                (
                    "completion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="certificates.completion",
                        verbose_name="completion",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ["completion", "generation", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["completion", "generation", "accreditation"],
                        name="claim_once_per_issue_and_accreditation",
                    ),
                    models.CheckConstraint(
                        condition=Q(credit__gt=0, credit__lte=F("maximum_credit")), name="claim_within_the_maximum"
                    ),
                    models.CheckConstraint(condition=Q(generation__gte=1), name="claim_issue_counts_from_one"),
                    models.CheckConstraint(
                        condition=Q(profession__in=list(PROFESSIONS)), name="claim_profession_is_known"
                    ),
                ],
            },
        ),
        migrations.AddField(
            "certificate",
            "generation",
            models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="issue"),
        ),
        migrations.AddField(
            "certificate",
            "claim",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificate",
                to="certificates.claim",
                verbose_name="claim",
            ),
        ),
        migrations.AddField(
            "certificate",
            "variant",
            models.CharField(
                choices=list(VARIANTS.items()),
                db_default="no-credit",
                default="no-credit",
                max_length=20,
                verbose_name="variant",
            ),
        ),
        migrations.AddField(
            "certificate",
            "profession",
            models.CharField(
                blank=True,
                choices=list(PROFESSIONS.items()),
                db_default="",
                default="",
                max_length=20,
                verbose_name="profession",
            ),
        ),
        migrations.RunPython(count_issues, migrations.RunPython.noop),
        migrations.RemoveConstraint("certificate", "certificate_one_first_per_completion"),
        migrations.RemoveConstraint("certificate", "certificate_does_not_replace_itself"),
        migrations.RemoveField("certificate", "replaces"),
        migrations.AddConstraint(
            "certificate",
            models.UniqueConstraint(
                fields=["completion", "generation"],
                condition=Q(claim__isnull=True),
                name="certificate_one_without_credit_per_issue",
            ),
        ),
        migrations.AddConstraint(
            "certificate",
            models.CheckConstraint(condition=Q(generation__gte=1), name="certificate_issue_counts_from_one"),
        ),
        migrations.AddConstraint(
            "certificate",
            models.CheckConstraint(
                condition=Q(claim__isnull=True, variant__in=["participation", "no-credit"])
                | Q(claim__isnull=False, variant__in=["physician", "other-professions"]),
                name="certificate_awards_credit_exactly_with_a_claim",
            ),
        ),
        KeepRows(
            "certificates_accreditation",
            [
                "module_id",
                "body",
                "scheme",
                "credit_name",
                "state",
                "reference_number",
                "maximum_credit",
                "step",
                "professions",
                "opens",
                "closes",
                "minimum_active_seconds",
                "minimum_slides_percent",
                "minimum_score_percent",
                "evaluation_required",
                "demonstration",
                "effective_from",
                "reason",
            ],
            again=True,
        ),
        KeepRows(
            "certificates_claim",
            ["completion_id", "generation", "accreditation_id", "profession", "credit", "maximum_credit", "at"],
        ),
        KeepRows(
            "certificates_certificate",
            [
                "id",
                "number",
                "completion_id",
                "identity_id",
                "issued_at",
                "generation",
                "claim_id",
                "variant",
                "profession",
                "facts",
            ],
            again=True,
        ),
    ]
