"""What was reported stays as it was reported; only what became of it may change."""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [
        KeepRows(
            "delivery_batch",
            ["format", "body", "made_at", "by_id", "first_day", "last_day", "sender", "sha256"],
        ),
        KeepRows("delivery_delivery", ["batch_id", "certificate_id", "body", "action", "consent_given_at"]),
    ]
