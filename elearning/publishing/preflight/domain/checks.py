"""Checks that several schemes share: of what learners are told, of people, of content, of the test."""

from calendar import monthrange
from datetime import date, timedelta

from courses.domain.disclosures import Relationship, text_of
from courses.domain.requirements import Rule as Requirement
from elearning.publishing.preflight.domain.facts import Facts
from elearning.publishing.preflight.domain.rules import Check, Finding, by_hand, decide, listed, met, not_met

FRONT = {
    "abstract": "abstract",
    "need": "need",
    "audience": "target audience",
    "method": "method of participation",
    "requirements": "hardware and software",
    "contact": "contact",
    "privacy": "privacy",
    "licence": "copyright and licence",
    "keywords": "keywords",
    "objectives": "learning objectives",
}
"""The fields that a learner must find filled before the first slide, with what they are called."""
EXCLUDING_NATURES = ("employee", "executive", "owner")
LEAST_YEARS = 6
"""For so long a provider must be able to document credit (A16, A17)."""
SIGNS_OF_A_PICTURE = ("<", "](", "://", "®", "™")


def stated(*names: str) -> Check:
    """Return a check that these fields of the front matter say something; it quotes the first."""

    def check(facts: Facts) -> Finding:
        missing = [FRONT[name] for name in names if not getattr(facts.front, name)]
        if missing:
            return not_met(f"module.yaml says nothing of: {listed(missing)}")
        return met(f"on the module page: {_quoted(facts, names[0])}")

    return check


def all_fields(facts: Facts) -> Finding:
    missing = [said for name, said in FRONT.items() if not getattr(facts.front, name)]
    if not facts.persons:
        missing.append("contributors")
    if not facts.commercial_support:
        missing.append("commercial support")
    if facts.days is None:
        missing.append("release, review and expiry")
    return decide(not missing, f"{len(FRONT) + 3} fields are filled", f"empty: {listed(missing)}")


def time_stated(facts: Facts) -> Finding:
    evidence = f"{facts.minutes} minutes for {len(facts.slides)} slides, on the module page"
    return decide(any(slide.seconds for slide in facts.slides), evidence, "the slides have no reading time")


def dates_stated(facts: Facts) -> Finding:
    if facts.days is None:
        return not_met("the module has no term; give release, last review and last valid day")
    days = facts.days
    return met(
        f"released {days.release}, last reviewed {days.last_review}, last valid day {days.last_valid_day}; all shown"
    )


def life_of(months: int) -> Check:
    """Return a check that the term ends at most ``months`` after the later of release and last review."""

    def check(facts: Facts) -> Finding:
        if facts.days is None:
            return not_met("the module has no term")
        begins = max(facts.days.release, facts.days.last_review)
        latest, last = last_day_of_life(begins, months), facts.days.last_valid_day
        said = f"from {begins} (the later of release and review) to {last}"
        return decide(last <= latest, said, f"{said}; the last valid day may be {latest} at the latest")

    return check


def last_day_of_life(begins: date, months: int) -> date:
    """Return the last day of a life of ``months`` that begins on a day: the day before its anniversary."""
    year, month = divmod(begins.year * 12 + begins.month - 1 + months, 12)
    return date(year, month + 1, min(begins.day, monthrange(year, month + 1)[1])) - timedelta(days=1)


def credentials(facts: Facts) -> Finding:
    if not facts.persons:
        return not_met("no contributor is named")
    without = [person.name for person in facts.persons if not person.credentials]
    named = listed([f"{person.name} ({person.credentials})" for person in facts.persons])
    return decide(not without, named, f"without credentials: {listed(without)}")


def disclosed_by_all(facts: Facts) -> Finding:
    """Everyone in control of content disclosed, within twelve months, and nobody refused."""
    if not facts.persons:
        return not_met("no contributor is named")
    found = [(person.name, person.declared) for person in facts.persons]
    wrong = [f"{name} has not disclosed" for name, declared in found if declared is None]
    dated = [(name, declared) for name, declared in found if declared is not None]
    wrong += [f"{name} declined" for name, declared in dated if declared.refused]
    wrong += [
        f"{name}'s is of {each.on}, older than 12 months" for name, each in dated if each.stale_after < facts.today
    ]
    if wrong:
        return not_met(listed(wrong))
    first = min(declared.on for _name, declared in dated)
    return met(f"{len(found)} contributors, the oldest disclosure of {first}")


def mitigated(facts: Facts) -> Finding:
    rows = relationships(facts)
    unsettled = [_named(name, row) for name, row in rows if not row.is_settled]
    relevant = sum(bool(row.relevant) for _name, row in rows)
    said = f"{len(rows)} relationships disclosed, {relevant} of them relevant, each of these mitigated"
    return decide(not unsettled, said, f"not decided or not mitigated: {listed(unsettled)}")


def no_employees(facts: Facts) -> Finding:
    current = [
        _named(name, row)
        for name, row in relationships(facts)
        if row.nature in EXCLUDING_NATURES and row.relevant is not False and row.ends is None
    ]
    if current:
        return not_met(f"{listed(current)}; allowed only for unrelated content, basic science, or safe use of devices")
    return met("nobody with a relevant and lasting employment, executive role or ownership")


def disclosures_told(facts: Facts) -> Finding:
    if not facts.persons:
        return not_met("no contributor is named")
    return met(f"on the module page, generated from rows: “{text_of(facts.persons[0])}”")


def no_logos(facts: Facts) -> Finding:
    said = [row.company for _name, row in relationships(facts)]
    found = [words for words in (*said, facts.commercial_support) if any(s in words for s in SIGNS_OF_A_PICTURE)]
    evidence = "company names are plain text, without picture, address or mark"
    return decide(not found, evidence, f"write the name only: {listed(found)}")


def support_told(facts: Facts) -> Finding:
    said = facts.commercial_support
    return decide(said, f"on the module page: {said}", "it is not said whether there is commercial support")


def relationships(facts: Facts) -> list[tuple[str, Relationship]]:
    """Return every relationship that was disclosed, with the person's name."""
    return [(person.name, row) for person in facts.persons if person.declared for row in person.declared.relationships]


def _named(name: str, row: Relationship) -> str:
    return f"{name}: {row.company} ({row.nature})"


def no_promotion(facts: Facts) -> Finding:
    if facts.outside:
        return not_met(f"slides load from elsewhere: {listed(facts.outside)}")
    evidence = "a strict Content-Security-Policy; no slide loads anything from another site"
    return decide(facts.strict_csp, evidence, "the Content-Security-Policy allows other sites")


def sources_given(facts: Facts) -> Finding:
    without = [slide.title for slide in facts.slides if not slide.references]
    with_sources = len(facts.slides) - len(without)
    if not facts.references:
        return not_met("no references")
    if facts.unlinked:
        return not_met(f"without DOI, PMID or address: {listed(facts.unlinked)}")
    listed_under = f"listed under {with_sources} of {len(facts.slides)} slides"
    said = f"{facts.references} references with DOI, PMID or address, {listed_under}"
    return by_hand(f"{said}; look whether these need none: {listed(without)}") if without else met(said)


def assessed(facts: Facts) -> Finding:
    if facts.policy is None or not facts.items:
        return not_met("the module has no test")
    said = f"{facts.drawn} items of {len(facts.items)}, passed with {facts.policy.pass_percent} %"
    return met(f"{said}, policy in force since {facts.policy_since}")


def pass_mark_told(facts: Facts) -> Finding:
    if facts.policy is None:
        return not_met("the module has no test")
    return met(
        f"pass mark {facts.policy.pass_percent} %, stated on the module page; in force since {facts.policy_since}"
    )


def pass_mark_at_least(percent: int) -> Check:
    def check(facts: Facts) -> Finding:
        if facts.policy is None:
            return not_met("the module has no test")
        mark = facts.policy.pass_percent
        minimum = max((credit.minimum_score_percent or 0 for credit in facts.credits), default=0)
        return decide(
            mark >= percent,
            f"pass mark {mark} %",
            f"pass mark {mark} %, {percent} % is asked for"
            + (f" (an accreditation asks for {minimum} %)" if minimum > mark else ""),
        )

    return check


def objectives_tested(facts: Facts) -> Finding:
    served = {key for item in facts.items for key in item.objectives}
    without = [key for key, _text in facts.front.objectives if key not in served]
    said = f"each of {len(facts.front.objectives)} objectives has an item of the test"
    return decide(facts.items and not without, said, f"no item serves: {listed(without) or 'any objective'}")


def items_tied(facts: Facts) -> Finding:
    loose = [item.key for item in facts.items if not (item.objectives and item.slides and item.references)]
    if loose or not facts.items:
        return not_met(f"without objective, slide or reference: {listed(loose) or 'there is no item'}")
    return (
        objectives_tested(facts)
        if objectives_tested(facts).verdict != "met"
        else met(f"{len(facts.items)} items, each with objective, slide and reference; every objective has one")
    )


def items_explained(facts: Facts) -> Finding:
    bare = [item.key for item in facts.items if not item.has_rationale or item.commented < item.options]
    said = f"{len(facts.items)} items with rationale, references and a comment on every option"
    return decide(
        facts.items and not bare, said, f"without rationale or a comment: {listed(bare) or 'there is no item'}"
    )


def engaged(facts: Facts) -> Finding:
    said = f"{facts.questions} questions and cases within the slides, with feedback"
    return decide(facts.questions, said, "no slide asks anything")


def records_kept(facts: Facts) -> Finding:
    said = f"completions, certificates and audit rows cannot be changed; kept for {facts.retention_years} years"
    return decide(facts.retention_years >= LEAST_YEARS, said, f"{said}, {LEAST_YEARS} are asked for")


def ai_told(facts: Facts) -> Finding:
    if not facts.front.ai_notes:
        return met("no text is recorded as written with AI help")
    return met(f"on the module page: {listed(facts.front.ai_notes, 3)}")


def ai_told_and_reviewed(facts: Facts) -> Finding:
    said = ai_told(facts).evidence
    unreviewed = any(unmet.rule == Requirement.AI_REVIEW for unmet in facts.unmet)
    return decide(not unreviewed, said, f"{said}; not reviewed and signed off by a person yet")


def _quoted(facts: Facts, name: str, most: int = 90) -> str:
    value = getattr(facts.front, name)
    if name == "objectives":
        value = [text for _key, text in value]
    words = listed(value, 3) if isinstance(value, (tuple, list)) else value
    return f"“{words if len(words) <= most else words[:most].rsplit(' ', 1)[0] + ' …'}”"
