"""What was reported stays as it was sent. The answer may be corrected; the reporter is emptied with the account."""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        KeepRows(
            "reports_report",
            [
                "id",
                "module_id",
                "edition_id",
                "subject_kind",
                "subject_key",
                "subject_title",
                "category",
                "text",
                "source",
                "at",
            ],
        ),
    ]
