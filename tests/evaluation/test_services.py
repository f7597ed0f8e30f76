"""Sending an evaluation, once and whole; what becomes of commitments."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from courses.domain.reasons import Code, Refused
from courses.models import Edition
from elearning.audit.models import Entry
from elearning.evaluation import access, due, services
from elearning.evaluation.models import Commitment, Evaluation, Outcome
from elearning.notices.models import Notice
from tests.evaluation.factories import NOW, Passed, evaluate
from tests.quizzes.factories import Sitting, learner

pytestmark = pytest.mark.django_db
AFTER_30 = NOW + timedelta(days=30)
AFTER_90 = NOW + timedelta(days=90)


@pytest.fixture
def passed():
    return Passed()


def test_what_was_answered_is_stored_with_form_edition_and_language(passed):
    sent = passed.evaluate(improve=["Shorter, please."])
    stored = access.evaluation_of(passed.learner, passed.module, passed.term)
    assert stored == sent
    assert (stored.form, stored.edition, stored.language, stored.submitted_at) == (1, passed.edition, "en", NOW)
    assert stored.answers == {
        "objective:standards": "3",
        "objective:novel": "3",
        "relevance": "3",
        "new": "3",
        "level": "right",
        "time": "right",
        "balance": "yes",
        "improve": "Shorter, please.",
        "intention": "change",
        "changes": ["guideline"],
    }


def test_the_audit_says_that_it_was_sent_and_nothing_of_what_was_said(passed):
    sent = passed.evaluate(improve=["Shorter, please."])
    entry = Entry.objects.get(action="evaluation.submitted")
    assert (entry.subject_id, entry.actor_id, entry.at) == (str(sent.pk), passed.learner.pk, NOW)
    assert entry.after == {"term": passed.term.pk, "edition": passed.edition.pk, "form": 1}


def test_a_second_submit_changes_nothing(passed):
    first = passed.evaluate()
    again = passed.evaluate(balance=["no"], bias=["Everywhere"])
    assert again == first
    assert Evaluation.objects.get().answers == first.answers
    assert Entry.objects.filter(action="evaluation.submitted").count() == 1


def test_an_incomplete_form_stores_nothing(passed):
    with pytest.raises(services.Incomplete) as refused:
        passed.evaluate(level=None, changes=["own"])
    assert [problem.question.key for problem in refused.value.problems] == ["level", "own-change"]
    assert (Evaluation.objects.count(), Commitment.objects.count()) == (0, 0)


def test_who_did_not_pass_cannot_evaluate():
    attempt = Sitting().sit(0)
    with pytest.raises(Refused) as refused:
        evaluate(attempt)
    assert refused.value.reason.code is Code.EVALUATION_NOT_OPEN


def test_it_closes_when_the_claim_does(passed):
    closes = access.closes_at(passed.attempt)
    with pytest.raises(Refused) as refused:
        passed.evaluate(now=closes)
    assert refused.value.reason.code is Code.EVALUATION_CLOSED
    assert passed.evaluate(now=closes - timedelta(seconds=1)).submitted_at == closes - timedelta(seconds=1)


def test_commitments_are_kept_in_words(passed):
    passed.evaluate(changes=["objective:novel", "guideline", "own"], own_change=["Ask a pharmacist"])
    assert list(Commitment.objects.values_list("position", "key", "text", "remind_on")) == [
        (1, "objective:novel", "With my next suitable patient I will do this: “Judge what is new.”", None),
        (2, "guideline", "I will check the current guideline before I decide on a treatment.", None),
        (3, "own", "Ask a pharmacist", None),
    ]


def test_an_objective_is_committed_to_in_the_language_in_which_it_was_read(passed):
    german = {"objectives": {"novel": "Neues beurteilen."}}
    Edition.objects.filter(pk=passed.edition.pk).update(translations={"de": german})
    sent = evaluate(passed.attempt, language="de", changes=["objective:novel"])
    assert sent.language == "de"
    assert Commitment.objects.get().text == "With my next suitable patient I will do this: “Neues beurteilen.”"


def test_nobody_is_asked_who_did_not_wish_it(passed):
    passed.evaluate()
    assert due.run(AFTER_90) == 0


def test_who_wished_it_is_asked_once_after_30_days(passed):
    sent = passed.evaluate(reminder=["30"], changes=["guideline", "team"])
    assert due.run(AFTER_30 - timedelta(days=1)) == 0
    assert due.run(AFTER_30) == 1
    assert due.run(AFTER_30) == 0
    assert due.run(AFTER_90) == 0
    notice = Notice.objects.get()
    assert (notice.kind, notice.to) == ("commitments", passed.learner.email)
    assert notice.subject == "What became of your plans after “HER2-positive breast cancer”?"
    assert f"{settings.SITE_URL}/evaluations/{sent.pk}/commitments/" in notice.body
    assert passed.learner.name not in notice.body
    assert "guideline" not in notice.body
    assert set(Commitment.objects.values_list("remind_on", "asked_at")) == {(None, AFTER_30)}


def test_who_wished_both_is_asked_after_30_and_after_90_days(passed):
    passed.evaluate(reminder=["30", "90"])
    assert [due.run(AFTER_30), due.run(AFTER_90), due.run(AFTER_90)] == [1, 1, 0]
    assert Notice.objects.count() == 2


def test_a_site_that_slept_through_both_days_asks_once(passed):
    passed.evaluate(reminder=["30", "90"])
    assert [due.run(AFTER_90), due.run(AFTER_90)] == [1, 0]


def test_a_plan_that_was_carried_out_is_not_asked_about_again(passed):
    sent = passed.evaluate(reminder=["30", "90"], changes=["guideline", "team"])
    due.run(AFTER_30)
    answers = {1: (Outcome.DONE, "Easy."), 2: (Outcome.NOT_YET, "")}
    services.answer_commitments(evaluation=sent, answers=answers, actor=passed.learner, now=AFTER_30)
    assert list(Commitment.objects.values_list("outcome", "comment", "answered_at", "remind_on")) == [
        ("done", "Easy.", AFTER_30, None),
        ("not-yet", "", AFTER_30, date(2027, 5, 30)),
    ]
    assert due.run(AFTER_90) == 1


def test_an_answer_may_be_corrected(passed):
    sent = passed.evaluate()
    for outcome, comment in [(Outcome.NOT_YET, "No time."), (Outcome.PARTLY, "")]:
        services.answer_commitments(evaluation=sent, answers={1: (outcome, comment)}, actor=passed.learner, now=NOW)
    assert list(Commitment.objects.values_list("outcome", "comment")) == [("partly", "")]


def test_reminders_can_be_stopped(passed):
    sent = passed.evaluate(reminder=["30", "90"])
    for _ in range(2):
        services.stop_reminders(evaluation=sent, actor=passed.learner, now=NOW)
    assert due.run(AFTER_90) == 0
    assert Entry.objects.filter(action="commitments.reminders-stopped").count() == 1


def test_a_closed_account_is_not_written_to(passed):
    passed.evaluate(reminder=["30"])
    passed.learner.is_active = False
    passed.learner.save()
    assert due.run(AFTER_30) == 0


def test_an_erased_account_leaves_its_answers_to_nobody_and_is_not_written_to(passed):
    sent = passed.evaluate(reminder=["30"])
    passed.learner.delete()
    kept = Evaluation.objects.get()
    assert (kept.pk, kept.learner, kept.answers) == (sent.pk, None, sent.answers)
    assert due.run(AFTER_30) == 0


def test_another_learners_evaluation_is_not_found(passed):
    passed.evaluate()
    assert access.evaluation_of(learner(), passed.module, passed.term) is None
    assert access.evaluations_of(learner()) == {}
    assert list(access.evaluations_of(passed.learner)) == [passed.term.pk]


def test_asking_takes_the_same_number_of_reads_for_one_evaluation_and_for_three(statements):
    def waiting(count):
        for each in [Passed() for _ in range(count)]:
            each.evaluate(reminder=["30"])

    waiting(1)
    one = statements(lambda: due.run(AFTER_30))
    waiting(3)
    assert statements(lambda: due.run(AFTER_30)) == 1 + 3 * (one - 1)
