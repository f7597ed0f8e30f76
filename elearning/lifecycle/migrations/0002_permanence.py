"""A review stays as it was recorded."""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0001_initial")]
    operations = [
        KeepRows(
            "lifecycle_review",
            [
                "id",
                "term_id",
                "contributor_key",
                "name",
                "credentials",
                "role",
                "disclosed_on",
                "reviewed_on",
                "statement",
                "recorded_at",
            ],
        )
    ]
