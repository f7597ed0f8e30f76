import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

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
    "extra_percent",
    "reached",
    "paused_at",
    "pause_left",
    "submitted_at",
    "in_time",
]
"""What of a submitted attempt never changes. Its standing (correct, total, points, passed) follows its newest score."""

POLICY_COLUMNS = [
    "module_id",
    "pass_percent",
    "section_percents",
    "max_attempts",
    "wait_minutes",
    "later_waits",
    "draw",
    "shuffle_items",
    "shuffle_options",
    "time_limit_minutes",
    "pause_minutes",
    "layout",
    "back",
    "partial_credit",
    "confidence",
    "remedial",
    "reveal",
    "effective_from",
    "reason",
]
CORRECTION_COLUMNS = ["test_id", "module_id", "item_key", "effect", "content", "take_passes_away", "reason", "at"]
SCORE_COLUMNS = [
    "attempt_id",
    "number",
    "correction_id",
    "correct",
    "total",
    "points",
    "passed",
    "held",
    "marks",
    "sections",
    "at",
]


STANDING = ["correct", "total", "points", "passed"]
FOLLOWS = "a submitted attempt has the numbers of its newest score; rows of quizzes_attempt are permanent"
OTHER = " OR ".join(f"NEW.{name} IS DISTINCT FROM score.{name}" for name in STANDING)
NEWEST = "FROM quizzes_score score WHERE score.attempt_id = OLD.id ORDER BY score.number DESC LIMIT 1"


def standing_follows_score(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any numbers of a submitted attempt but those of its newest score."""
    trigger = "CREATE TRIGGER quizzes_attempt_standing BEFORE UPDATE OF {} ON quizzes_attempt".format(
        ", ".join(STANDING)
    )
    if schema_editor.connection.vendor == "sqlite":
        other = OTHER.replace("IS DISTINCT FROM", "IS NOT")
        schema_editor.execute(
            f"{trigger} WHEN OLD.submitted_at IS NOT NULL AND COALESCE((SELECT {other} {NEWEST}), 1) "
            f"BEGIN SELECT RAISE(ABORT, '{FOLLOWS}'); END"
        )
        return
    schema_editor.execute(
        "CREATE FUNCTION quizzes_attempt_standing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF COALESCE((SELECT {OTHER} {NEWEST}), TRUE) THEN "
        f"RAISE EXCEPTION '{FOLLOWS}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$"
    )
    schema_editor.execute(
        f"{trigger} FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION quizzes_attempt_standing()"
    )


def standing_is_free(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on_table = " ON quizzes_attempt" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS quizzes_attempt_standing{on_table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION IF EXISTS quizzes_attempt_standing()")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0007_carry_over")]

    operations = [
        migrations.RemoveField(
            model_name="response",
            name="option",
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("correct__isnull", True),
                        ("in_time__isnull", True),
                        ("passed__isnull", True),
                        ("points__isnull", True),
                        ("submitted_at__isnull", True),
                        ("total__isnull", True),
                    ),
                    models.Q(
                        ("correct__isnull", False),
                        ("in_time__isnull", False),
                        ("passed__isnull", False),
                        ("points__isnull", False),
                        ("submitted_at__isnull", False),
                        ("total__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="attempt_scored_exactly_when_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total__isnull", True),
                    models.Q(
                        ("correct__lte", models.F("total")),
                        (
                            "points__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("correct"), "*", models.Value(840)
                            ),
                        ),
                        (
                            "points__lte",
                            django.db.models.expressions.CombinedExpression(models.F("total"), "*", models.Value(840)),
                        ),
                    ),
                    _connector="OR",
                ),
                name="attempt_score_within_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "single-best-answer",
                            "multiple-response",
                            "multiple-true-false",
                            "extended-matching",
                            "ordering",
                            "numeric",
                            "hotspot",
                            "case",
                        ],
                    )
                ),
                name="item_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidence", ""), ("confidence__in", ["sure", "unsure", "guess"]), _connector="OR"
                ),
                name="response_confidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered", False), ("answer__isnull", False), _connector="OR"),
                name="response_answered_has_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("layout__in", ["one", "all"])), name="policy_layout_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("back", True), ("layout", "one"), _connector="OR"),
                name="policy_no_way_back_needs_single_items",
            ),
        ),
        migrations.AddConstraint(
            model_name="testpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("pause_minutes", 0), ("time_limit_minutes__isnull", False), _connector="OR"),
                name="policy_pauses_need_a_time_limit",
            ),
        ),
        migrations.DeleteModel(
            name="Option",
        ),
        migrations.AddConstraint(
            model_name="accommodation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="accommodation_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="accommodation",
            constraint=models.CheckConstraint(
                condition=models.Q(("extra_percent__lte", 400)), name="accommodation_is_within_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="correction_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect__in", ["neutralised", "rekeyed"])), name="correction_effect_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", True), ("effect", "neutralised")),
                    models.Q(("content__isnull", False), ("effect", "rekeyed")),
                    _connector="OR",
                ),
                name="correction_has_content_exactly_with_another_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(fields=("attempt", "number"), name="score_number_unique_in_attempt"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("correct__lte", models.F("total"))), name="score_within_total"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1), models.Q(("correction__isnull", False), ("number__gt", 1)), _connector="OR"
                ),
                name="score_after_the_first_names_its_correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("held", False), ("passed", True), _connector="OR"), name="score_holds_only_a_pass"
            ),
        ),
        KeepRows("quizzes_attempt", ATTEMPT_COLUMNS, when="OLD.submitted_at IS NOT NULL", again=True),
        KeepRows("quizzes_testpolicy", POLICY_COLUMNS, again=True),
        KeepRows("quizzes_itemcorrection", CORRECTION_COLUMNS),
        KeepRows("quizzes_score", SCORE_COLUMNS),
        migrations.RunPython(standing_follows_score, standing_is_free),
    ]
