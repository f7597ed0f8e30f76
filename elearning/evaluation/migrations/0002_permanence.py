"""What was sent stays as it was sent. Only the learner may be emptied, by erasure; how a plan went may be corrected."""

from django.db import migrations

from elearning.audit.immutability import KeepRows

EVALUATION = ["id", "module_id", "term_id", "edition_id", "form", "language", "answers", "submitted_at"]
COMMITMENT = ["id", "evaluation_id", "position", "key", "text"]


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]
    operations = [KeepRows("evaluation_evaluation", EVALUATION), KeepRows("evaluation_commitment", COMMITMENT)]
