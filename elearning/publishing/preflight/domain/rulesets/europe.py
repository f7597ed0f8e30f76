"""European bodies: UEMS-EACCME, the oncologists' council ACOE, the pneumologists' board EBAP, and ESMO's points."""

from decimal import Decimal
from math import ceil

from elearning.publishing.preflight.domain import checks as k
from elearning.publishing.preflight.domain import credit as c
from elearning.publishing.preflight.domain.facts import Facts
from elearning.publishing.preflight.domain.rules import (
    Finding,
    RuleSet,
    always,
    by_hand,
    decide,
    each_credit,
    listed,
    look,
    met,
    not_met,
)
from elearning.publishing.preflight.domain.rulesets.common import CLAIMED, WRITTEN, of_credit, rule
from quizzes.domain.policy import Reveal

HALF, ONE = Decimal("0.5"), Decimal(1)
HOUR = 60
WEEK_MINUTES = 7 * 24 * 60
EDITORIAL_ROLES = ("editor", "planner", "reviewer")
EBAP_MINUTES, EBAP_ITEMS = 40, 4
PASS_PERCENT = 75


def _audience(facts: Facts) -> Finding:
    if not facts.front.audience:
        return not_met("module.yaml names no target audience")
    return by_hand(f"{listed(facts.front.audience)}; look whether specialty and seniority are both said")


def _board(facts: Facts) -> Finding:
    board = [f"{person.name} ({person.role})" for person in facts.persons if person.role in EDITORIAL_ROLES]
    return decide(board, listed(board), "no contributor is an editor, planner or reviewer")


def _specialist(facts: Facts) -> Finding:
    reviewers = listed(facts.front.reviewers)
    return by_hand(f"named reviewers: {reviewers or 'none'}; name the registered specialist in the application")


def _languages(facts: Facts) -> Finding:
    others = f"; translated in part or whole: {', '.join(facts.translations)}" if facts.translations else ""
    return met(f"{facts.language}{others}")


EACCME_RULES = (
    rule("eaccme", "need", "The educational need, and how it is met, is stated.", "E1 E2", k.stated("need")),
    rule(
        "eaccme",
        "outcomes",
        "The expected outcomes are stated, as knowledge, skills, attitudes, behaviour or ethics.",
        "E1 E2",
        k.stated("objectives"),
    ),
    rule("eaccme", "audience", "The target audience is defined by specialty and seniority.", "E1 E2", _audience),
    rule("eaccme", "duration", "The likely duration is stated.", "E1", k.time_stated),
    rule("eaccme", "privacy", "The learner's privacy is confirmed.", "E1", k.stated("privacy")),
    rule(
        "eaccme",
        "ethics",
        "Ethical, medico-legal and regulatory demands are met.",
        "E1",
        look("consent for pictures and cases, and local law: confirm in the application"),
    ),
    rule("eaccme", "dates", "Preparation, substantial revisions and expiry are dated.", "E1", k.dates_stated),
    rule(
        "eaccme",
        "format",
        "The format it needs, and whom to ask for help, are stated.",
        "E1",
        k.stated("requirements", "contact"),
    ),
    rule("eaccme", "evidence", "Content rests on evidence, with its references.", "E1", k.sources_given),
    rule(
        "eaccme",
        "evidence-level",
        "The level of evidence is given where it applies.",
        "E1",
        look("the kind of each reference is stored (trial, review, guideline); look whether levels are needed"),
    ),
    rule("eaccme", "active", "Active adult learning is encouraged.", "E1", k.engaged),
    rule(
        "eaccme",
        "achievement",
        "Engagement and achievement of the objectives are confirmed.",
        "E1",
        k.objectives_tested,
    ),
    rule(
        "eaccme",
        "disclosed",
        "Every author and reviewer declared interests, and learners read them.",
        "E1 E5",
        k.disclosed_by_all,
    ),
    rule("eaccme", "no-advertising", "There is no advertising, and support is declared.", "E1 E5", k.no_promotion),
    rule("eaccme", "support", "The sources of funding are declared.", "E1 E5", k.support_told),
    rule("eaccme", "languages", "The main language and the translations are named.", "E2", _languages),
    rule("eaccme", "specialist", "A registered specialist takes responsibility.", "E15", _specialist),
    rule(
        "eaccme",
        "early",
        "The application is made at least ten weeks ahead.",
        "E15",
        each_credit(["eaccme"], c.applied_early(10)),
    ),
    rule(
        "eaccme",
        "reviewers",
        "Reviewers of the body get access for some three months.",
        "E2 E5",
        look("make three or four accounts for the reviewers"),
    ),
    rule(
        "eaccme",
        "credit-time",
        "30 minutes are half an ECMEC; the maximum is not above the time.",
        "E6",
        each_credit(["eaccme"], c.within_time(HOUR)),
    ),
    rule("eaccme", "credit-step", "Credit is counted in halves.", "E6", each_credit(["eaccme"], c.in_steps(HALF))),
    rule(
        "eaccme",
        "life",
        "A module is accredited for two years from the notification.",
        "E5",
        each_credit(["eaccme"], c.life_of(24)),
    ),
    rule(
        "eaccme",
        "evaluation",
        "Credit is given only after the feedback form.",
        "E6",
        each_credit(["eaccme"], c.evaluated),
    ),
    rule("eaccme", "claim", "Each specialist claims only the hours actually spent.", "E6", always(CLAIMED)),
    rule(
        "eaccme",
        "statement",
        "Before the decision only the prescribed sentence is printed, afterwards that of the scheme.",
        "E5 E6",
        always(WRITTEN),
    ),
    *of_credit("eaccme", "E5"),
)
EACCME = RuleSet(
    "eaccme",
    "UEMS-EACCME, e-learning material",
    EACCME_RULES,
    "The text of EACCME 3.0 for e-learning was not found; the sources are slides of UEMS 2011/20 and later notices.",
)

ACOE = RuleSet(
    "acoe",
    "ACOE, distance learning in oncology",
    (
        rule(
            "acoe", "goals", "Goals and the most important learning outcomes are stated.", "E3", k.stated("objectives")
        ),
        rule("acoe", "users", "The target group and its characteristics are described.", "E3", k.stated("audience")),
        rule("acoe", "need", "There is a needs assessment.", "E3", k.stated("need")),
        rule("acoe", "interactive", "It is said whether an interactive tool is used.", "E3", k.engaged),
        rule("acoe", "board", "The editorial board is listed.", "E3", _board),
        rule("acoe", "time", "The time needed is estimated.", "E3", k.time_stated),
        rule(
            "acoe",
            "evaluation",
            "Users fill in an evaluation questionnaire before the certificate.",
            "E3 E4",
            each_credit(["acoe"], c.evaluated),
        ),
        rule("acoe", "self-test", "A self-evaluation instrument tests the outcomes.", "E3 E4", k.objectives_tested),
        rule(
            "acoe",
            "credit-time",
            "One educational hour is one credit.",
            "E3",
            each_credit(["acoe"], c.within_time(HOUR)),
        ),
        rule("acoe", "credit-step", "Credit is counted in halves.", "E3", each_credit(["acoe"], c.in_steps(HALF))),
        rule("acoe", "least", "An activity has half a credit at least.", "E3", each_credit(["acoe"], c.at_least(HALF))),
        rule(
            "acoe",
            "review",
            "The certificate says that the module was reviewed by ACOE.",
            "E4",
            look("the sentence follows from scheme and state; confirm its wording with ACOE"),
        ),
        *of_credit("acoe", "E4"),
    ),
)


def _enough_items(facts: Facts) -> Finding:
    wanted = ceil(facts.minutes * EBAP_ITEMS / EBAP_MINUTES)
    said = f"{facts.drawn} items for {facts.minutes} minutes"
    return decide(facts.drawn >= wanted, said, f"{said}; {wanted} at least")


def _comments_shown(facts: Facts) -> Finding:
    explained = k.items_explained(facts)
    if facts.policy is None or explained.verdict != "met":
        return explained
    shown = facts.policy.reveal.value.replace("_", " ")
    return decide(
        facts.policy.reveal is not Reveal.NEVER, f"{explained.evidence}; shown: {shown}", "comments are never shown"
    )


def _week(facts: Facts) -> Finding:
    if facts.policy is None:
        return not_met("the module has no test")
    minutes = min(facts.policy.waits)
    said = f"wait between attempts: {minutes} minutes"
    return decide(minutes >= WEEK_MINUTES, said, f"{said}; a week has {WEEK_MINUTES}")


def _no_way_back(facts: Facts) -> Finding:
    if facts.policy is None:
        return not_met("the module has no test")
    allowed = "an answer may be changed until the test is submitted; switch going back off in the test policy"
    return decide(not facts.policy.back, "an item that is left stays as it is", allowed)


def _ebap_questions(facts: Facts) -> Finding:
    if not facts.questions:
        return met("the slides ask no questions")
    return not_met("the test waits until each is answered, whichever option was chosen; a right answer is not enforced")


EBAP = RuleSet(
    "ebap",
    "EBAP, e-learning programmes",
    (
        rule("ebap", "items", "There are four to five items for 30 to 40 minutes.", "E7", _enough_items),
        rule(
            "ebap",
            "comments",
            "A comment with references says of each question what is right, and why.",
            "E7",
            _comments_shown,
        ),
        rule(
            "ebap",
            "no-going-back",
            "Learners cannot go back to correct an answer.",
            "E7",
            _no_way_back,
        ),
        rule("ebap", "pass-mark", "75 % are needed to qualify.", "E7", k.pass_mark_at_least(PASS_PERCENT)),
        rule("ebap", "week", "A failed test is not repeated before one week.", "E7", _week),
        rule(
            "ebap",
            "embedded",
            "Embedded questions are answered correctly before the programme continues.",
            "E7",
            _ebap_questions,
        ),
        rule("ebap", "credit-time", "60 minutes are one credit.", "E7", each_credit(["ebap"], c.within_time(HOUR))),
        rule(
            "ebap", "credit-step", "Credit is counted in whole numbers.", "E7", each_credit(["ebap"], c.in_steps(ONE))
        ),
        *of_credit("ebap", "E7"),
    ),
)

ESMO = RuleSet(
    "esmo",
    "ESMO-MORA points",
    (
        rule("esmo", "test", "Points are given for a passed test of the module.", "S1", k.assessed),
        rule(
            "esmo",
            "points",
            "A passed e-learning test gives one point.",
            "S1 S3",
            each_credit(["esmo"], c.exactly(ONE)),
        ),
        rule("esmo", "life", "A test is open for two years after the release.", "S1", k.life_of(24)),
        rule("esmo", "certificate", "The certificate clearly states the number of points.", "S2", always(WRITTEN)),
        rule("esmo", "disclosed", "Authors' interests are disclosed to learners.", "S1", k.disclosures_told),
        *of_credit("esmo", "S1"),
    ),
    "The pass mark of ESMO's tests was not found in a public text.",
)
