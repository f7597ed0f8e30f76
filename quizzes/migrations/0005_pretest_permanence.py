"""Sittings of pre-tests stay as they are. Only the learner of one may be emptied, by erasure."""

from django.db import migrations

from elearning.audit.immutability import KeepRows

SITTING_COLUMNS = ["module_id", "edition_id", "answers", "correct", "total", "submitted_at"]


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0004_pretest")]
    operations = [KeepRows("quizzes_pretestsitting", SITTING_COLUMNS)]
