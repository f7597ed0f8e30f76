"""Submitted attempts and policies stay as they are. Only the learner of an attempt may be emptied, by erasure."""

from django.db import migrations

from elearning.audit.immutability import KeepRows

ATTEMPT_COLUMNS = [
    "module_id",
    "term_id",
    "edition_id",
    "test_id",
    "policy_id",
    "number",
    "language",
    "seed",
    "paper",
    "started_at",
    "deadline",
    "grace_minutes",
    "submitted_at",
    "correct",
    "total",
    "passed",
    "in_time",
]
POLICY_COLUMNS = [
    "module_id",
    "pass_percent",
    "max_attempts",
    "wait_minutes",
    "draw",
    "shuffle_items",
    "shuffle_options",
    "time_limit_minutes",
    "reveal",
    "effective_from",
    "reason",
]


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial")]
    operations = [
        KeepRows("quizzes_attempt", ATTEMPT_COLUMNS, when="OLD.submitted_at IS NOT NULL"),
        KeepRows("quizzes_testpolicy", POLICY_COLUMNS),
    ]
