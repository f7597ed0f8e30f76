"""When an account is erased, its reports lose reporter, text, source and answer: the words are a person's."""

from django.db import migrations, models

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_permanence")]

    operations = [
        migrations.RemoveConstraint("report", "report_has_a_text"),
        migrations.RemoveConstraint("report", "report_answered_exactly_when_not_open"),
        migrations.AddConstraint(
            "report",
            models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("reporter__isnull", True), _connector="OR"),
                name="report_has_a_text",
            ),
        ),
        migrations.AddConstraint(
            "report",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at__isnull", True),
                        ("answered_by_id__isnull", True),
                        ("outcome", "open"),
                    ),
                    models.Q(
                        models.Q(("outcome", "open"), _negated=True),
                        models.Q(models.Q(("answer", ""), _negated=True), ("reporter__isnull", True), _connector="OR"),
                        ("answered_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_answered_exactly_when_not_open",
            ),
        ),
        KeepRows(
            "reports_report",
            ["id", "module_id", "edition_id", "subject_kind", "subject_key", "subject_title", "category", "at"],
            blankable=["text", "source"],
            again=True,
        ),
    ]
