"""Every score can be recomputed; what was tampered with is named."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from elearning.audit.immutability import KeepRows
from quizzes import services
from quizzes.domain.scoring import Effect
from quizzes.models import Attempt, Item, Response, Score
from tests.attempts.bank import Sitting
from tests.conftest import _operations
from tests.quizzes.factories import NOW, minutes
from tests.quizzes.filling import right_posts

pytestmark = pytest.mark.django_db
TABLES = ("quizzes_score", "quizzes_attempt")


@pytest.fixture
def sitting():
    return Sitting(pass_percent=50, wait_minutes=0, partial_credit=True)


@pytest.fixture
def unguarded(db):
    """Lets rows be changed that the database keeps as they are."""
    names = [operation.table for operation in _operations("quizzes") if isinstance(operation, KeepRows)]
    assert set(TABLES) <= set(names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        for name, table in cursor.fetchall():
            if table in TABLES:
                cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture
def verify(capsys):
    """What the command prints, line by line, and how it ends."""

    def run(*arguments):
        try:
            call_command("verify_scores", *arguments)
        except SystemExit as ended:
            return capsys.readouterr().out.splitlines(), ended.code
        return capsys.readouterr().out.splitlines(), 0

    return run


def correct(sitting, key, **values):
    item = Item.objects.get(test=sitting.test, key=key)
    given = {"effect": Effect.NEUTRALISED, "reason": "Flawed", "now": NOW + minutes(9), "actor": None, **values}
    return services.correct_item(item=item, **given)


def rekeyed(sitting, key):
    """The options of an item with the key at the last one."""
    options = Item.objects.get(test=sitting.test, key=key).content["options"]
    return {"options": [{**each, "correct": each is options[-1]} for each in options]}


def test_without_attempts_there_is_nothing_to_differ(verify):
    assert verify() == (["0 scores of 0 attempts recomputed, 0 differences."], 0)


def test_scores_of_every_kind_come_out_again(sitting, verify):
    sitting.sit(right=3)
    sitting.sit(right=8)
    assert verify() == (["2 scores of 2 attempts recomputed, 0 differences."], 0)


def test_an_open_attempt_has_no_score_yet(sitting, verify):
    sitting.begin()
    assert verify() == (["0 scores of 0 attempts recomputed, 0 differences."], 0)


def test_neutralised_and_rekeyed_scores_come_out_again(sitting, verify):
    sitting.sit(right=3)
    correct(sitting, "hotspot")
    correct(sitting, "single-best-answer", effect=Effect.REKEYED, content=rekeyed(sitting, "single-best-answer"))
    sitting.sit(right=8)
    correct(sitting, "single-best-answer", take_passes_away=True)
    assert verify() == (["6 scores of 2 attempts recomputed, 0 differences."], 0)


def test_a_pass_that_is_held_and_one_that_is_lost_come_out_again(verify):
    sitting = Sitting(pass_percent=12)
    attempt = sitting.begin()
    number = [place["item"] for place in attempt.paper].index("single-best-answer") + 1
    for posted in right_posts(attempt, number):
        services.save_answer(learner=sitting.learner, attempt_id=attempt.pk, number=number, posted=posted, now=NOW)
    sitting.submit(attempt)
    taken = {"effect": Effect.REKEYED, "content": rekeyed(sitting, "single-best-answer")}
    _, affected = correct(sitting, "single-best-answer", **taken)
    assert (affected.held, affected.lost) == (1, 0)
    _, affected = correct(sitting, "single-best-answer", **taken, take_passes_away=True)
    assert (affected.held, affected.lost) == (0, 1)
    assert verify() == (["3 scores of 1 attempts recomputed, 0 differences."], 0)


def test_a_changed_answer_is_found(sitting, verify):
    attempt = sitting.sit(right=8)
    Response.objects.filter(attempt=attempt, item_key="hotspot").update(answer=0)
    assert verify() == (
        [
            f"Attempt {attempt.pk}, score 1: correct is 8, recomputed 7.",
            f"Attempt {attempt.pk}, score 1: points is 6720, recomputed 5880.",
            f"Attempt {attempt.pk}, score 1: marks of hotspot is 840, recomputed 0.",
            f"Attempt {attempt.pk}, score 1: sections of basics is [3360, 4], recomputed [2520, 4].",
            "1 scores of 1 attempts recomputed, 4 differences.",
        ],
        1,
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"points": 5}, "points is 5, recomputed 2520"),
        ({"total": 9}, "total is 9, recomputed 8"),
        ({"held": True, "passed": True}, "passed is True, recomputed False"),
    ],
)
def test_a_changed_score_is_found(sitting, unguarded, verify, values, sentence):
    attempt = sitting.sit(right=3)
    assert attempt.passed is False
    Score.objects.filter(attempt=attempt).update(**values)
    lines, code = verify()
    assert (lines[0], code) == (f"Attempt {attempt.pk}, score 1: {sentence}.", 1)


def test_a_pass_written_into_an_attempt_is_found(sitting, unguarded, verify):
    attempt = sitting.sit(right=3)
    Attempt.objects.filter(pk=attempt.pk).update(passed=True)
    assert verify() == (
        [
            f"Attempt {attempt.pk}, score 1: the attempt says passed True, its newest score False.",
            "1 scores of 1 attempts recomputed, 1 differences.",
        ],
        1,
    )


def test_a_missing_score_is_found(sitting, unguarded, verify):
    attempt = sitting.sit(right=3)
    Score.objects.all().delete()
    assert verify() == (
        [
            f"Attempt {attempt.pk}, score 0: the attempt is submitted, but has no score.",
            "0 scores of 1 attempts recomputed, 1 differences.",
        ],
        1,
    )


def test_a_missing_score_after_a_correction_is_found(sitting, unguarded, verify):
    attempt = sitting.sit(right=3)
    correction, _ = correct(sitting, attempt.paper[7]["item"])
    Score.objects.filter(number=2).delete()
    Attempt.objects.update(total=8)
    assert verify() == (
        [
            f"Attempt {attempt.pk}, score 1: the scores follow the corrections [], made were [{correction.pk}].",
            "1 scores of 1 attempts recomputed, 1 differences.",
        ],
        1,
    )


def test_a_gap_between_scores_is_found(sitting, unguarded, verify):
    attempt = sitting.sit(right=3)
    correct(sitting, attempt.paper[7]["item"])
    Score.objects.filter(number=2).update(number=3)
    lines, code = verify()
    assert (lines[0], code) == (
        f"Attempt {attempt.pk}, score 3: the scores are numbered [1, 3], not from 1 without a gap.",
        1,
    )


def test_one_module_can_be_checked_alone(sitting, verify):
    sitting.sit(right=3)
    Response.objects.update(answer=None, answered=False)
    other = Sitting(wait_minutes=0)
    other.sit(right=8)
    assert verify("--module", other.module.slug) == (["1 scores of 1 attempts recomputed, 0 differences."], 0)
    assert verify("--module", sitting.module.slug)[1] == 1


def test_an_unknown_module_is_said(verify):
    with pytest.raises(CommandError, match="no module 'none'"):
        verify("--module", "none")


@pytest.mark.parametrize("attempts", [1, 3])
def test_the_statements_do_not_grow_with_the_attempts(sitting, verify, statements, attempts):
    for _ in range(attempts):
        sitting.sit(right=3)
    assert statements(verify) == 5
