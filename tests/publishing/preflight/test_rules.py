"""Every rule of every scheme: what it looks at, and what it says of it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.disclosures import Declared
from courses.domain.requirements import Rule as Requirement
from courses.domain.requirements import Unmet
from elearning.certificates.domain.schemes import SCHEMES
from elearning.publishing.preflight.domain.checks import last_day_of_life
from elearning.publishing.preflight.domain.credit import earned_by_time
from elearning.publishing.preflight.domain.facts import Days
from elearning.publishing.preflight.domain.report import RULE_SETS, check, chosen_by
from elearning.publishing.preflight.domain.rules import Verdict, worst
from elearning.publishing.preflight.domain.rulesets.site import REQUIREMENTS
from elearning.publishing.preflight.domain.sources import SOURCES
from quizzes.domain.policy import Policy, Reveal
from tests.publishing.preflight.facts import TODAY, credit, facts, item, person, relationship, without

ALL_RULES = [rule for rules in RULE_SETS.values() for rule in rules.rules]
RULES = {rule.key: rule for rule in ALL_RULES}
MET, NOT_MET, BY_HAND = Verdict.MET, Verdict.NOT_MET, Verdict.BY_HAND
ITALY = credit("national", maximum=Decimal(2))


def verdict(key, given):
    return RULES[key].check(given).verdict


def policy(**values):
    return facts(policy=replace(facts().policy, **values))


def accredited(scheme="ama", **values):
    return facts(credits=(credit(scheme, **values),))


def disclosed(*relationships, **values):
    declared = Declared(date(2027, 1, 1), tuple(relationships), **values)
    return facts(persons=(person(declared=declared),))


def test_no_two_rules_have_the_same_key_and_every_source_has_an_address():
    keys = [rule.key for rule in ALL_RULES]
    assert len(keys) == len(set(keys))
    assert [key for key in keys if key.partition(".")[0] not in RULE_SETS] == []
    cited = {source for rule in ALL_RULES for source in rule.sources}
    assert cited - SOURCES.keys() == set()
    assert SOURCES.keys() - cited == set()
    assert all(rule.sources for rule in ALL_RULES)


def test_every_scheme_of_credit_has_its_rules_and_every_requirement_its_sentence():
    assert SCHEMES.keys() - RULE_SETS.keys() == set()
    assert set(REQUIREMENTS) == set(Requirement)


@pytest.mark.parametrize("scheme", ["ama", "eaccme", "acoe", "ebap", "esmo", "national", "own"])
def test_a_good_module_fails_only_what_the_site_does_not_offer(scheme):
    maximum = {"esmo": Decimal(1), "eaccme": Decimal(1)}.get(scheme, Decimal(1))
    given = accredited(scheme, maximum=maximum, step=SCHEMES[scheme].step, applied_on=date(2027, 1, 1))
    given = replace(given, today=date(2027, 3, 1))
    failed = [each.rule.key for each in check(given, [scheme]).not_met]
    assert failed == (["ebap.no-going-back", "ebap.embedded"] if scheme == "ebap" else [])


def test_italy_asks_for_an_order_that_the_site_does_not_enforce():
    assert [each.rule.key for each in check(facts(credits=(ITALY,)), ["italy"]).not_met] == ["italy.order"]


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("site.fields", without("need"), NOT_MET),
        ("site.fields", facts(commercial_support=""), NOT_MET),
        ("site.fields", facts(persons=()), NOT_MET),
        ("site.dates", facts(days=None), NOT_MET),
        ("site.life", facts(days=Days(TODAY, TODAY, date(2030, 2, 28))), MET),
        ("site.life", facts(days=Days(TODAY, TODAY, date(2030, 3, 1))), NOT_MET),
        ("site.life", facts(days=Days(date(2020, 1, 1), TODAY, date(2030, 2, 28))), MET),
        ("site.policy", facts(policy=None), NOT_MET),
        ("site.records", facts(retention_years=5), NOT_MET),
        ("ama.retention", facts(retention_years=5), NOT_MET),
        ("site.items-tied", facts(items=()), NOT_MET),
        ("site.items-tied", facts(items=(item(references=0),)), NOT_MET),
        ("site.items-tied", facts(items=(item(slides=()),)), NOT_MET),
        ("site.items-tied", facts(items=(item(objectives=("else",)),)), NOT_MET),
        ("site.nothing-from-elsewhere", facts(outside=("https://tracker.example/x.js",)), NOT_MET),
        ("site.nothing-from-elsewhere", facts(strict_csp=False), NOT_MET),
        ("site.generic-names", facts(), BY_HAND),
        ("site.credit-in-steps", accredited(maximum=Decimal("0.8")), NOT_MET),
        ("site.clinical-review", facts(unmet=(Unmet(Requirement.CLINICAL_REVIEW, "draft"),)), NOT_MET),
        ("site.no-logos", disclosed(relationship(company="Acme®")), NOT_MET),
        ("site.no-logos", facts(commercial_support="![logo](x.png)"), NOT_MET),
        ("ama.faculty", facts(persons=(person(credentials=""),)), NOT_MET),
        ("ama.time", facts(slides=()), NOT_MET),
        ("ama.level-before", facts(policy=None), NOT_MET),
        ("ama.bibliography", facts(references=0), NOT_MET),
        ("ama.bibliography", facts(unlinked=("smith2020",)), NOT_MET),
        ("ama.bibliography", facts(slides=(replace(facts().slides[0], references=0),)), BY_HAND),
        ("ama.contact", without("contact"), NOT_MET),
        ("ama.disclosed", facts(persons=(replace(person(), declared=None),)), NOT_MET),
        ("ama.disclosed", disclosed(refused=True), NOT_MET),
        ("ama.disclosed", facts(today=date(2028, 1, 1)), MET),
        ("ama.disclosed", facts(today=date(2028, 1, 2)), NOT_MET),
        ("ama.mitigated", disclosed(relationship()), MET),
        ("ama.mitigated", disclosed(relationship(mitigation="")), NOT_MET),
        ("ama.mitigated", disclosed(relationship(relevant=None)), NOT_MET),
        ("ama.mitigated", disclosed(relationship(relevant=False, mitigation="")), MET),
        ("ama.employees", disclosed(relationship(nature="employee")), NOT_MET),
        ("ama.employees", disclosed(relationship(nature="employee", ends=date(2026, 6, 1))), MET),
        ("ama.employees", disclosed(relationship(nature="owner", relevant=False)), MET),
        ("ama.credit-time", accredited(maximum=Decimal("1.25")), NOT_MET),
        ("ama.credit-time", accredited(maximum=None), BY_HAND),
        ("ama.credit-time", facts(), BY_HAND),
        ("ama.credit-step", accredited(step=Decimal("0.25"), maximum=Decimal("0.75")), MET),
        ("ama.credit-step", accredited(step=Decimal("0.25"), maximum=Decimal("0.8")), NOT_MET),
        ("ama.physicians", accredited(professions=("physician", "nurse")), NOT_MET),
        ("ama.evaluation", accredited(evaluation_required=False), NOT_MET),
        ("ama.evaluation", replace(accredited(), evaluation_questions=0), NOT_MET),
        ("ama.in-advance", accredited(granted_on=date(2027, 4, 2)), NOT_MET),
        ("ama.in-advance", accredited(state="applied"), BY_HAND),
        ("ama.within-term", accredited(closes=date(2029, 1, 1)), NOT_MET),
        ("ama.within-term", accredited(opens=date(2026, 12, 31)), NOT_MET),
        ("ama.gates-reachable", accredited(minimum_active_seconds=3600), MET),
        ("ama.gates-reachable", accredited(minimum_active_seconds=3601), NOT_MET),
        ("ama.gates-reachable", accredited(minimum_score_percent=101), NOT_MET),
        ("ama.gates-reachable", accredited(minimum_slides_percent=101), NOT_MET),
        ("eaccme.life", accredited("eaccme", opens=date(2027, 1, 1), closes=date(2028, 12, 31)), MET),
        ("eaccme.life", accredited("eaccme", opens=date(2027, 1, 1), closes=date(2029, 1, 1)), NOT_MET),
        ("eaccme.early", accredited("eaccme", opens=date(2027, 4, 1), applied_on=date(2027, 1, 21)), MET),
        ("eaccme.early", accredited("eaccme", opens=date(2027, 4, 1), applied_on=date(2027, 1, 22)), NOT_MET),
        ("eaccme.early", accredited("eaccme", applied_on=None), BY_HAND),
        ("eaccme.active", facts(slides=(replace(facts().slides[0], questions=0),)), NOT_MET),
        ("acoe.board", facts(persons=(person(role="author"),)), NOT_MET),
        ("acoe.least", accredited("acoe", maximum=Decimal("0.25")), NOT_MET),
        ("ebap.items", facts(items=facts().items[:5]), NOT_MET),
        ("ebap.items", facts(items=facts().items[:6]), MET),
        ("ebap.comments", facts(items=(item(commented=3),)), NOT_MET),
        ("ebap.comments", policy(reveal=Reveal.NEVER), NOT_MET),
        ("ebap.pass-mark", policy(pass_percent=74), NOT_MET),
        ("ebap.week", policy(wait_minutes=10_079), NOT_MET),
        ("ebap.week", policy(wait_minutes=10_080, later_waits=(60,)), NOT_MET),
        ("ebap.no-going-back", policy(back=False), MET),
        ("ebap.no-going-back", policy(), NOT_MET),
        ("ebap.embedded", facts(slides=(replace(facts().slides[0], questions=0),)), MET),
        ("esmo.points", accredited("esmo", maximum=Decimal(2)), NOT_MET),
        ("esmo.life", facts(days=Days(TODAY, TODAY, date(2029, 3, 1))), NOT_MET),
        ("italy.items", facts(credits=(credit("national", maximum=Decimal(3)),)), NOT_MET),
        ("italy.items", facts(credits=(ITALY,)), MET),
        ("italy.options", facts(items=(item(options=5),)), NOT_MET),
        ("italy.shuffled", policy(shuffle_options=False), NOT_MET),
        ("italy.attempts", policy(max_attempts=5), MET),
        ("italy.attempts", policy(max_attempts=6), NOT_MET),
        ("italy.attempts", policy(max_attempts=None), NOT_MET),
        ("italy.revealed", policy(reveal=Reveal.AFTER_SUBMIT), NOT_MET),
        ("national.number", accredited("national", reference_number=""), NOT_MET),
        ("own.named", accredited("own", name=""), NOT_MET),
    ],
)
def test_a_rule_decides(key, given, expected):
    assert verdict(key, given) is expected


def test_evidence_says_what_was_found():
    given = facts(credits=(credit("eaccme", maximum=Decimal("1.5")),))
    found = {each.rule.key: each.finding.evidence for part in check(given, ["eaccme"]).parts for each in part.checked}
    assert found["eaccme.credit-time"] == "60 minutes are 1.0 credits in steps of 0.5; designated for 1.5"
    assert found["eaccme.duration"] == "60 minutes for 1 slides, on the module page"
    assert found["site.items-tied"] == "8 items, each with objective, slide and reference; every objective has one"
    assert RULES["ama.level-before"].check(given).evidence == (
        "pass mark 75 %, stated on the module page; in force since 2027-01-01"
    )


def test_of_several_accreditations_under_one_scheme_the_worst_decides_and_each_is_named():
    given = facts(credits=(credit("own", body="One"), credit("own", body="Two", maximum=Decimal(2))))
    found = RULES["own.credit-time"].check(given)
    assert found.verdict is NOT_MET
    assert found.evidence == (
        "One: Credit: 60 minutes are 1.0 credits in steps of 0.5; designated for 1; "
        "Two: Credit: 60 minutes are 1.0 credits in steps of 0.5; designated for 2"
    )
    assert worst([MET, BY_HAND, MET]) is BY_HAND


def test_ai_help_that_nobody_reviewed_is_told_but_not_met_for_the_ama():
    given = replace(without("ai_notes", ("Drafting (a tool)",)), unmet=(Unmet(Requirement.AI_REVIEW),))
    assert (verdict("site.ai-told", given), verdict("ama.ai", given)) == (MET, NOT_MET)


def test_the_schemes_are_those_applied_for_or_granted_and_the_sites_own_rules_always_come_first():
    given = facts(credits=(credit("own", state="none"), credit("esmo", state="applied"), credit("ama")))
    assert chosen_by(given) == ["ama", "esmo"]
    assert [part.rules.key for part in check(given, chosen_by(given)).parts] == ["site", "ama", "esmo"]
    with pytest.raises(ValueError, match="no rules for acme; there are site, ama"):
        check(given, ["acme"])


@settings(max_examples=200)
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from([24, 36]))
def test_a_life_ends_on_the_day_before_its_anniversary(begins, months):
    last = last_day_of_life(begins, months)
    after = last + timedelta(days=1)
    assert (after.year - begins.year) * 12 + after.month - begins.month == months
    assert after.day == begins.day or (begins.day == 29 and begins.month == 2 and after.day == 28)


@settings(max_examples=200)
@given(st.integers(0, 10_000), st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1)]))
def test_credit_by_time_is_a_multiple_of_the_step_and_never_more_than_half_a_step_away(minutes, step):
    worth = earned_by_time(minutes, 60, step)
    assert worth % step == 0
    assert abs(worth - Decimal(minutes) / 60) <= step / 2


@settings(max_examples=200)
@given(
    st.builds(
        Policy,
        pass_percent=st.integers(1, 100),
        reveal=st.sampled_from(Reveal),
        max_attempts=st.none() | st.integers(1, 9),
        wait_minutes=st.integers(0, 20_000),
        draw=st.none() | st.integers(1, 20),
        shuffle_items=st.booleans(),
    ),
    st.integers(0, 20),
    st.integers(0, 9000),
)
def test_every_rule_finds_something_to_say_of_any_module(policy, items, seconds):
    slides = (replace(facts().slides[0], seconds=seconds),)
    given = facts(policy=policy, items=tuple(item(f"i{n}") for n in range(items)), slides=slides, credits=(ITALY,))
    report = check(given, RULE_SETS)
    assert all(each.finding.evidence for part in report.parts for each in part.checked)
    assert sum(part.count(each) for part in report.parts for each in Verdict) == len(RULES)
