"""When the time to be kept is over, a printed name and the document that shows it may be emptied, never become others."""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_claims")]
    operations = [
        KeepRows("certificates_printedidentity", ["id"], blankable=["name"]),
        KeepRows(
            "certificates_certificatefile",
            ["certificate_id", "sha256", "made_at"],
            blankable=["content"],
            again=True,
        ),
    ]
