"""Audit rows can be added, never changed or removed."""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        KeepRows(
            "audit_entry",
            ["id", "at", "actor_id", "action", "subject_type", "subject_id", "before", "after", "reason"],
        )
    ]
