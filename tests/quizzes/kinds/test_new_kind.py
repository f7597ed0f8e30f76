"""A new kind of item is one file and one template: what the site does with one that only this test knows."""

from copy import deepcopy
from random import Random

import numpy as np
import pytest
import yaml
from django.urls import reverse

from courses.domain import yamlfile
from courses.domain.yamlfile import Field
from elearning.publishing.bank.services import write_items
from elearning.publishing.dossier.documents import examination
from elearning.publishing.dossier.html import Reader
from elearning.standards.shown import questions_of
from quizzes import services
from quizzes.domain import flaws, moore
from quizzes.domain.analysis.choices import column
from quizzes.domain.exchange.formats import FORMATS
from quizzes.domain.kinds import KINDS, SIMPLE, WHOLE, KeyField, Kind, places
from quizzes.domain.kinds.reader import OPTIONAL_TEXT
from quizzes.domain.paper import BankItem, draw_paper
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.scoring import Scorable, score
from quizzes.models import Attempt, Item, ItemCorrection, Response
from tests.journeys import scenes
from tests.quizzes import eight
from tests.quizzes.browse import text_of
from tests.quizzes.factories import NOW
from tests.quizzes.kinds import samples

TEMPLATE = """{% if reviewed %}<p>{{ view.value }}, not {{ view.right }}: {{ view.comment_html|safe }}</p>
{% else %}<input name="{{ prefix }}word" id="{{ ids }}word" value="{{ view.value }}" aria-labelledby="{{ ids }}lead-in">
{% endif %}"""


class Word(Kind):
    """A short text that must be given to the letter."""

    name = "word"
    label = "word"
    fields = {"word": Field(yamlfile.text, default=""), "comment": OPTIONAL_TEXT}
    single = True

    def read(self, reader, place, values):
        return {"word": values["word"], "comment_html": reader.html((*place, "comment"), values["comment"])}

    def export(self, content):
        return {"word": content["word"], "comment": content["comment_html"]}

    def order(self, content, random, *, shuffle):
        return []

    def render(self, content, order, answer):
        return {"value": answer or "", "right": content["word"], "comment_html": content["comment_html"]}

    def parse(self, content, order, posted, before):
        return places.one(posted, "word") or None

    def right(self, content, answer):
        return [answer == content["word"]]

    def key(self, content):
        return content["word"]

    def describe(self, content, answer):
        return [answer] if answer else []

    def entered(self, content, answer):
        return answer

    def key_fields(self, content):
        return {"": KeyField(label="Right word", read=str)}

    def rekeyed(self, content, given):
        return {**content, "word": given[""]} if given else None


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """The line in ``quizzes.domain.kinds``."""
    kind = Word()
    monkeypatch.setitem(SIMPLE, kind.name, kind)
    monkeypatch.setitem(KINDS, kind.name, kind)
    return kind


ASKED = {"lead_in": "Which receptor?", "rationale": "A secret rationale."}
WORD = {"kind": "word", "word": "HER2", "comment": "Spelled so.", **ASKED}
COMMON = {"stem": "A patient.", "objectives": ["know"], "slides": ["one"], "references": ["swain2020"]}


def case():
    """A case of two questions of the new kind."""
    return {"kind": "case", "questions": [{**WORD}, {**WORD, "result": "A secret result of the biopsy."}]}


def read():
    """Return the items of a bank with the new kind, alone and in a case."""
    alone = deepcopy({**samples.COMMON, "key": "receptor", **WORD})
    content, problems = samples.read(alone, deepcopy({**samples.COMMON, "key": "course", **case()}))
    assert problems == []
    return content.items


def test_it_is_read_drawn_answered_marked_and_described(kind):
    item, case = read()
    assert item.content == {"word": "HER2", "comment_html": "<p>Spelled so.</p>"}
    assert kind.export(item.content) == {"word": "HER2", "comment": "<p>Spelled so.</p>"}
    bank = [BankItem(each.key, each.kind, each.content, frozenset(each.objectives)) for each in (item, case)]
    paper = draw_paper(bank, Policy(pass_percent=60, reveal=Reveal.NEVER), Random(7))
    assert {each["item"]: each["options"] for each in paper} == {"receptor": [], "course": [[], []]}
    answer = kind.parse(item.content, [], {"word": ["HER2"]}, None)
    assert kind.render(item.content, [], answer)["value"] == "HER2"
    scorable = {each.key: Scorable(each.kind, each.content) for each in (item, case)}
    answers = {"receptor": answer, "course": {"answers": ["HER2", "EGFR"], "settled": 1}}
    marks = {"receptor": WHOLE, "course": WHOLE // 2}
    assert score(list(scorable), scorable, answers, pass_percent=75, section_percents={}, partial=False).marks == marks
    assert KINDS["case"].describe(case.content, answers["course"]) == [
        "Which receptor? HER2",
        "Which receptor? EGFR",
    ]
    assert moore.level("", kind.name) == moore.KNOWLEDGE


def test_its_wrong_answers_are_told_apart_where_many_give_them(kind):
    item, _ = read()
    code, drawn = np.array([0] * 6 + [1] * 3 + [2]), np.ones(10, dtype=bool)
    made = column(item.key, item.kind, item.content, ["HER2", "EGFR", None], code, drawn)
    assert [(each.label, each.right) for each in made.choices] == [("HER2", True), ("EGFR", False)]
    assert (made.taken.sum(axis=0).tolist(), int(made.blank.sum()), made.single) == ([6, 3], 1, True)


def test_a_flaw_of_its_lead_in_is_named_and_the_rules_of_other_kinds_let_it_be(kind):
    item, case = read()
    negative = flaws.text_of(item.kind, item.content, stem_html="", lead_in_html="<p>Which is not a receptor?</p>")
    assert [flaw.name for flaw in flaws.flaws_of(negative)] == ["negative-lead-in"]
    in_case = flaws.text_of(case.kind, case.content, stem_html=case.stem_html, lead_in_html=case.lead_in_html)
    assert {flaw.name for flaw in flaws.flaws_of(in_case)} <= {"bare-case"}


@pytest.fixture
def edition(at, settings, tmp_path):
    """A published module with an item of the new kind, and a case with two."""
    (tmp_path / "quizzes/kinds").mkdir(parents=True)
    (tmp_path / "quizzes/kinds/word.html").write_text(TEMPLATE)
    settings.TEMPLATES = [{**each, "DIRS": [*each["DIRS"], tmp_path]} for each in settings.TEMPLATES]
    files = eight.folder()
    test = yaml.safe_load(files["test.yaml"])
    own = {"receptor": WORD, "course": case()}
    test["items"] = [deepcopy({**COMMON, **ASKED, **fields, "key": key}) for key, fields in own.items()]
    return scenes.valid({**files, "test.yaml": yaml.safe_dump(test).encode()}, NOW)


@pytest.mark.django_db
def test_learners_answer_it_and_read_what_was_right(client, edition):
    person = scenes.learner("dana@example.org", "Dana")
    scenes.has_read(person, edition, NOW)
    client.force_login(person)
    attempt: Attempt = scenes.begin(person, edition, NOW)

    def address(name, *args):
        return reverse(name, args=[edition.module.slug, attempt.pk, *args])

    for number, fields in [(1, {"word": "HER2"}), (2, {"question": "1", "word": "EGFR", "next": "1"})]:
        assert 'name="word"' in text_of(client.get(address("test-item", number)))
        client.post(address("test-answer", number), fields)
    assert "A secret result of the biopsy." in text_of(client.get(address("test-item", 2)))
    kept = dict(Response.objects.values_list("item_key", "answer"))
    assert kept == {"receptor": "HER2", "course": {"answers": ["EGFR", None], "settled": 1}}
    assert "HER2, not HER2: <p>Spelled so.</p>" in text_of(client.get(client.post(address("test-submit")).url))


@pytest.mark.django_db
def test_the_administration_shows_analyses_and_corrects_it_and_no_format_takes_it_for_another(
    client, edition, administrator
):
    item = Item.objects.get(key="receptor")
    assert (item.get_kind_display(), [each.key for each in questions_of(item)]) == ("word", [["HER2"]])
    assert [node["c"] for node in examination._content(item, Reader(lambda found: found, ""))][1:] == [["HER2"]]
    for name in FORMATS:
        _, writing = write_items(module=edition.module, format=name)
        assert "no word" in next(each.message for each in writing.left_out if each.path == "receptor")
    person = scenes.learner("dana@example.org", "Dana")
    scenes.has_read(person, edition, NOW)
    services.submit_attempt(learner=person, attempt_id=scenes.begin(person, edition, NOW).pk, now=NOW)
    client.force_login(administrator)
    analysis = reverse("admin:quizzes_test_analysis_item", args=[item.test_id, item.key])
    assert "Wrong values are told apart" in text_of(client.get(analysis))
    correct = reverse("admin:quizzes_item_correct", args=[item.pk])
    assert "Right word" in text_of(client.get(correct))
    client.post(correct, {"effect": "rekeyed", "reason": "It has two names", "key": "ERBB2"})
    assert ItemCorrection.objects.get().content["word"] == "ERBB2"
