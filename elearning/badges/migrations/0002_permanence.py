"""Badges, their places in the lists and the keys that prove them stay. A badge's credential may be blanked (erasure)."""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("badges", "0001_initial")]
    operations = [
        KeepRows("badges_publickey", ["id", "thumbprint", "jwk", "since"]),
        KeepRows("badges_statuslist", ["id", "number", "created_at"]),
        KeepRows("badges_badge", ["id", "certificate_id", "status_list_id", "position", "issued_at"]),
    ]
