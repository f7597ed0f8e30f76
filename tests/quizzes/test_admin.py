"""The test in the administration."""

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse

from elearning.accounts.models import User
from elearning.audit.models import Entry
from quizzes.domain.blueprint import Row
from quizzes.domain.kinds import KINDS
from quizzes.models import Accommodation, Attempt, AttemptGrant, Item, ItemCorrection, TestPolicy
from tests.quizzes.factories import NOW, Sitting, learner
from tests.quizzes.kinds.samples import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("admin@example.org", "demo-elearning")
    client.force_login(user)
    return user


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", ["attempt", "attemptgrant", "testpolicy", "item", "test", "pretestsitting"])
def test_every_list_opens(client, administrator, name):
    sitting = Sitting()
    sitting.sit(right=4)
    assert client.get(reverse(f"admin:quizzes_{name}_changelist")).status_code == 200


def test_attempts_are_found_by_e_mail_and_show_their_score(client, administrator):
    first, other = Sitting(), Sitting()
    first.sit(right=3)
    other.sit(right=1)
    said = text_of(client.get(reverse("admin:quizzes_attempt_changelist"), {"q": first.learner.email}))
    assert first.learner.email in said
    assert "3/4" in said
    assert other.learner.email not in said


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_attempts_takes_as_many_statements_for_one_as_for_three(
    client, administrator, count, django_assert_num_queries
):
    sitting = Sitting(wait_minutes=0, max_attempts=None)
    for _ in range(count):
        sitting.sit(right=0)
    client.get(reverse("admin:quizzes_attempt_changelist"))
    with django_assert_num_queries(10):
        client.get(reverse("admin:quizzes_attempt_changelist"))


def test_one_more_attempt_is_granted_with_a_reason(client, administrator):
    attempt = Sitting().sit(right=0)
    address = reverse("admin:quizzes_attempt_grant", args=[attempt.pk])
    assert address in text_of(client.get(reverse("admin:quizzes_attempt_change", args=[attempt.pk])))
    assert client.post(address, {"reason": ""}).status_code == 200
    assert AttemptGrant.objects.count() == 0
    assert client.post(address, {"reason": "Power cut"}).url == reverse(
        "admin:quizzes_attempt_change", args=[attempt.pk]
    )
    grant = AttemptGrant.objects.get()
    assert (grant.learner, grant.term, grant.reason) == (attempt.learner, attempt.term, "Power cut")
    assert Entry.objects.get(action="attempt.granted").actor_id == administrator.pk


def test_staff_without_the_permission_cannot_grant(client):
    attempt = Sitting().sit(right=0)
    staff = User.objects.create_user("staff@example.org", "demo-elearning", name="Staff", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_attempt"))
    client.force_login(staff)
    address = reverse("admin:quizzes_attempt_grant", args=[attempt.pk])
    assert client.post(address, {"reason": "Please"}).status_code == 403
    assert AttemptGrant.objects.count() == 0
    assert address not in text_of(client.get(reverse("admin:quizzes_attempt_change", args=[attempt.pk])))


def test_the_rules_change_by_a_new_row_that_begins_with_the_old_values(client, administrator):
    sitting = Sitting(draw=3, section_percents={"basics": 60})
    change = f"{reverse('admin:quizzes_testpolicy_add')}?module={sitting.module.pk}"
    assert change in text_of(client.get(reverse("admin:quizzes_testpolicy_change", args=[sitting.policy_row.pk])))
    form = client.get(change).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    assert (values["pass_percent"], values["draw"], values["reason"]) == (75, 3, None)
    assert values["section_percents"] == "basics: 60"
    sent = {name: value for name, value in values.items() if value is not None and value is not False}
    with time_machine.travel(NOW):
        client.force_login(administrator)
        client.post(change, {**sent, "pass_percent": 80, "reason": "Board decision"})
    newest = TestPolicy.objects.filter(module=sitting.module).first()
    assert (newest.pass_percent, newest.draw, newest.shuffle_items, newest.reason) == (80, 3, True, "Board decision")
    assert newest.section_percents == {"basics": 60}
    assert Entry.objects.filter(action="policy.changed", actor_id=administrator.pk).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"pass_percent": 101},
        {"pass_percent": 0},
        {"max_attempts": 0},
        {"draw": 0},
        {"reason": ""},
        {"later_waits": "soon"},
        {"wait_minutes": 99_999_999_999},  # ends after the year 9999
        {"time_limit_minutes": 1441},
        {"pause_minutes": 5},
        {"section_percents": "basics: 0"},
        {"section_percents": "basics"},
        {"section_percents": "basics: 60, basics: 50"},
        {"section_percents": "nowhere: 50"},
    ],
)
def test_senseless_rules_are_refused_by_the_form(client, administrator, wrong):
    sitting = Sitting()
    sent = {"module": sitting.module.pk, "pass_percent": 80, "wait_minutes": 0, "reveal": "never", "reason": "Try"}
    sent |= {"layout": "one", "pause_minutes": 0, "back": "on"}
    response = client.post(reverse("admin:quizzes_testpolicy_add"), {**sent, **wrong})
    assert list(response.context["adminform"].form.errors) == list(wrong)
    assert TestPolicy.objects.count() == 1


@pytest.mark.parametrize("name", ["attempt", "testpolicy", "item"])
def test_rows_are_neither_changed_nor_deleted_by_hand(client, administrator, name):
    Sitting().sit(right=4)
    row = {"attempt": Attempt, "testpolicy": TestPolicy, "item": Item}[name].objects.first()
    assert client.post(reverse(f"admin:quizzes_{name}_change", args=[row.pk]), {"pass_percent": 1}).status_code == 403
    assert client.post(reverse(f"admin:quizzes_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_a_tests_page_shows_its_blueprint(client, administrator):
    sitting = Sitting(blueprint=(Row("standards", "basics", 1, 2, 2), Row("standards", "practice", 2, 3, 4)))
    said = text_of(client.get(reverse("admin:quizzes_test_change", args=[sitting.test.pk])))
    assert "<tr><td>standards</td><td>practice</td><td>2</td><td>3</td><td>4</td></tr>" in said
    plain = text_of(client.get(reverse("admin:quizzes_test_change", args=[Sitting().test.pk])))
    assert "None: items are drawn from the whole bank." in plain


def test_sittings_of_pretests_are_found_by_e_mail_and_show_their_score(client, administrator):
    sitting, other = Sitting(pretest=2), Sitting(pretest=2)
    row = sitting.sit_pretest(right=1)
    other.sit_pretest()
    said = text_of(client.get(reverse("admin:quizzes_pretestsitting_changelist"), {"q": sitting.learner.email}))
    assert "1/2" in said
    assert other.learner.email not in said
    page = reverse("admin:quizzes_pretestsitting_change", args=[row.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"correct": 2}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sittings_takes_as_many_statements_for_one_as_for_three(
    client, administrator, count, django_assert_num_queries
):
    sitting = Sitting(pretest=2)
    for _ in range(count):
        sitting.sit_pretest(learner=learner())
    client.get(reverse("admin:quizzes_pretestsitting_changelist"))
    with django_assert_num_queries(8):
        client.get(reverse("admin:quizzes_pretestsitting_changelist"))


def test_the_bank_of_a_test_is_counted_without_its_pretest(client, administrator):
    Sitting(items=3, pretest=2)
    (row,) = client.get(reverse("admin:quizzes_test_changelist")).context["cl"].result_list
    assert row.bank == 3


@pytest.mark.parametrize("name", ["item", "test"])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_content_take_as_many_statements_for_one_as_for_three(
    client, administrator, name, count, django_assert_num_queries
):
    for _ in range(count):
        Sitting(items=1, pretest=1)
    client.get(reverse(f"admin:quizzes_{name}_changelist"))
    with django_assert_num_queries({"item": 7, "test": 6}[name]):
        client.get(reverse(f"admin:quizzes_{name}_changelist"))


def test_an_items_page_shows_it_as_it_reads_with_its_right_answer(client, administrator):
    Sitting(items=1)
    said = text_of(client.get(reverse("admin:quizzes_item_change", args=[Item.objects.get().pk])))
    for option in range(3):
        assert f"<li>item-1 option {option}</li>" in said
    assert "<strong>Right answer:</strong></p> <ul><li>item-1 option 0</li></ul>" in said
    assert "comment_html" not in said


def corrected(client, kind, sent, **content):
    """Send the correction of an item of this kind; return what its correction stored."""
    Sitting()
    Item.objects.filter(key="item-1").update(kind=kind, **({"content": content} if content else {}))
    address = reverse("admin:quizzes_item_correct", args=[Item.objects.get(key="item-1").pk])
    assert client.get(address).status_code == 200
    response = client.post(address, {"effect": "rekeyed", "reason": "Wrong key", **sent})
    return ItemCorrection.objects.first(), response


def test_an_item_gets_another_key_by_choosing_every_option_that_counts(client, administrator):
    row, response = corrected(client, "single-best-answer", {"key": ["0", "2"]})
    assert response.url == reverse("admin:quizzes_itemcorrection_change", args=[row.pk])
    assert [option["correct"] for option in row.content["options"]] == [True, False, True]
    assert (row.reason, row.corrected_by_id, row.take_passes_away) == ("Wrong key", administrator.pk, False)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"single-best-answer", "multiple-response"}))
def test_an_item_of_any_kind_can_be_given_another_key(client, administrator, kind):
    sent = {
        "multiple-true-false": {"key_0": "false", "key_1": "true", "key_2": "false"},
        "extended-matching": {"key_0": "1", "key_1": "2"},
        "numeric": {"key_answer": "13.5", "key_tolerance": "0"},
        "hotspot": {"key": ["2"]},
        "ordering": {"key_0": "2", "key_1": "1", "key_2": "4", "key_3": "3"},
        "case": {"key_0": ["2"], "key_2_answer": "2.2", "key_2_tolerance": "0.1"},
    }[kind]
    row, _ = corrected(client, kind, sent, **content_of(kind))
    given = KINDS[kind].describe(row.content, KINDS[kind].key(row.content))
    assert (
        given
        == {
            "multiple-true-false": ["HER2 is a receptor: false", "HER2 is a ligand: true", "HER2 dimerises: false"],
            "extended-matching": ["First line: Drug 1", "Second line: Drug 2"],
            "numeric": ["13.5 months"],
            "hotspot": ["Right edge"],
            "ordering": ["1. IHC", "2. Biopsy", "3. Treat", "4. ISH"],
            "case": ["Which test? Option 2", "And now? Option 1", "And now? Option 3", "From which? 2.2"],
        }[kind]
    )


def test_a_second_correction_of_a_case_keeps_the_key_that_the_first_one_gave(client, administrator):
    corrected(client, "case", {"key_0": ["2"]}, **content_of("case"))
    item = Item.objects.get(key="item-1")
    address = reverse("admin:quizzes_item_correct", args=[item.pk])
    so_far = "<strong>Right so far:</strong></p> <ul><li>Which test? Option 2</li>"
    assert so_far in text_of(client.get(address))
    assert "<li>Which test? Option 2</li>" in text_of(client.get(reverse("admin:quizzes_item_change", args=[item.pk])))
    client.post(address, {"effect": "rekeyed", "reason": "Again", "key_2_answer": "2.2", "key_2_tolerance": "0.1"})
    first, second = ItemCorrection.objects.order_by("pk")
    assert second.content["questions"][0] == first.content["questions"][0]


@pytest.mark.parametrize(
    "sent",
    [{}, {"effect": "deleted"}, {"reason": ""}, {"key": ["7"]}, {"effect": "neutralised", "reason": ""}],
)
def test_a_correction_that_says_too_little_is_refused(client, administrator, sent):
    row, response = corrected(client, "single-best-answer", sent)
    assert (row, response.status_code) == (None, 200)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("ordering", {"key_0": "1", "key_1": "1", "key_2": "2", "key_3": "3"}),
        ("ordering", {"key_0": "1"}),
        ("numeric", {"key_answer": "many", "key_tolerance": "0"}),
        ("numeric", {"key_answer": "13", "key_tolerance": "-1"}),
        ("case", {"key_2_tolerance": "0"}),
        ("case", {}),
    ],
)
def test_half_a_key_is_no_key(client, administrator, kind, sent):
    row, response = corrected(client, kind, sent, **content_of(kind))
    assert (row, response.status_code) == (None, 200)


def test_an_item_is_neutralised_without_a_key(client, administrator):
    row, _ = corrected(client, "case", {"effect": "neutralised"}, **content_of("case"))
    assert (row.effect, row.content) == ("neutralised", None)


def test_staff_without_the_permission_cannot_correct(client):
    Sitting()
    staff = User.objects.create_user("staff@example.org", "demo-elearning", name="Staff", is_staff=True)
    client.force_login(staff)
    address = reverse("admin:quizzes_item_correct", args=[Item.objects.first().pk])
    assert client.post(address, {"effect": "neutralised", "reason": "Unclear"}).status_code == 403
    assert ItemCorrection.objects.count() == 0


def test_more_time_is_given_by_a_new_row(client, administrator):
    sitting = Sitting()
    sent = {"learner": sitting.learner.pk, "module": "", "extra_percent": 25, "reason": "Agreed"}
    assert client.post(reverse("admin:quizzes_accommodation_add"), {**sent, "extra_percent": 500}).status_code == 200
    client.post(reverse("admin:quizzes_accommodation_add"), sent)
    given = Accommodation.objects.get()
    assert (given.learner, given.module, given.extra_percent) == (sitting.learner, None, 25)
    assert given.granted_by_id == administrator.pk
    change = reverse("admin:quizzes_accommodation_change", args=[given.pk])
    assert client.post(change, {**sent, "extra_percent": 99}).status_code == 403
