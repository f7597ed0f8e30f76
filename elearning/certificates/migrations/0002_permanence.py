"""What proves credit can be added, never changed or removed.

The learner of a completion may be emptied (an account is erased), and a printed identity blanked (retention has ended).
"""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]
    operations = [
        KeepRows(
            "certificates_accreditation",
            [
                "module_id",
                "body",
                "scheme",
                "state",
                "reference_number",
                "maximum_credit",
                "opens",
                "closes",
                "demonstration",
                "effective_from",
                "reason",
            ],
        ),
        KeepRows(
            "certificates_completion",
            ["id", "module_id", "term_id", "edition_id", "attempt_id", "completed_at", "snapshot"],
        ),
        KeepRows(
            "certificates_certificate",
            ["id", "number", "completion_id", "identity_id", "issued_at", "replaces_id", "facts"],
        ),
        KeepRows("certificates_revocation", ["certificate_id", "at", "by_id", "reason"]),
        KeepRows("certificates_certificatefile", ["certificate_id", "sha256", "content", "made_at"]),
    ]
