"""What a closed round found stays: its ratings, and with the panel its judges. Only a judge's user may be emptied."""

from django.db import migrations

from elearning.audit.immutability import KeepRows

PANEL = ["id", "test_id", "title", "rounds", "round", "opened_at", "closed_at", "created_by_id"]
RATING = ["id", "judge_id", "item_key", "round", "percent", "at", "settled"]
HOFSTEE = ["id", "judge_id", "min_pass", "max_pass", "min_fail", "max_fail", "at", "settled"]


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]
    operations = [
        KeepRows("standards_panel", PANEL, when="OLD.closed_at IS NOT NULL"),
        KeepRows("standards_judge", ["id", "panel_id", "settled"], when="OLD.settled"),
        KeepRows("standards_rating", RATING, when="OLD.settled"),
        KeepRows("standards_hofsteejudgement", HOFSTEE, when="OLD.settled"),
    ]
