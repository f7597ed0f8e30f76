"""AMA PRA Category 1 Credit by way of an ACCME-accredited provider: what is asked of an enduring material."""

from decimal import Decimal

from elearning.publishing.preflight.domain import checks as k
from elearning.publishing.preflight.domain import credit as c
from elearning.publishing.preflight.domain.rules import RuleSet, always, each_credit, look
from elearning.publishing.preflight.domain.rulesets.common import CLAIMED, REPORTED, WRITTEN, of_credit, rule

KEY = "ama"
STEP = Decimal("0.25")
MINUTES = 60
MONTHS = 36

RULES = (
    rule(
        KEY,
        "provider",
        "The provider is accredited by the ACCME or a recognised state society.",
        "A15",
        look("an administrator confirms the provider's accreditation and its term"),
    ),
    rule(KEY, "faculty", "Principal faculty and their credentials are shown before the start.", "A1 A2", k.credentials),
    rule(KEY, "medium", "The medium and the method of participation are shown.", "A1 A2", k.stated("method")),
    rule(KEY, "objectives", "The learning objectives are shown.", "A2 A3", k.stated("objectives")),
    rule(
        KEY,
        "instructions",
        "There are clear instructions on how to take part and obtain credit.",
        "A3 A4",
        k.stated("method", "contact"),
    ),
    rule(KEY, "time", "The estimated time to complete is shown.", "A1 A2", k.time_stated),
    rule(KEY, "dates", "Release, most recent review and termination are shown.", "A1 A13", k.dates_stated),
    rule(KEY, "life", "The material is certified for at most three years without review.", "A1 A13", k.life_of(MONTHS)),
    rule(
        KEY, "assessment", "There is an assessment with an established minimum performance level.", "A3 A4", k.assessed
    ),
    rule(KEY, "level-before", "That level is communicated before participation.", "A3 A4", k.pass_mark_told),
    rule(KEY, "bibliography", "Learners have access to the bibliographic sources.", "A3 A4", k.sources_given),
    rule(KEY, "requirements", "Hardware and software needed are stated at the start.", "A5", k.stated("requirements")),
    rule(KEY, "contact", "There is a way to contact the provider.", "A5", k.stated("contact")),
    rule(KEY, "privacy", "A policy on privacy and confidentiality is stated and followed.", "A5", k.stated("privacy")),
    rule(
        KEY,
        "copyright",
        "Copyright and permissions are documented.",
        "A5",
        look("the licence stands on the module page; look whether permissions for figures are on file"),
    ),
    rule(
        KEY,
        "host",
        "The site is not hosted by an ineligible company, and links to products stand outside the content.",
        "A5",
        look("confirm who hosts the site, and where the links lead that authors wrote into slides"),
    ),
    rule(
        KEY,
        "disclosed",
        "Everyone in control of content disclosed all relationships of the prior 24 months; nobody refused.",
        "A6 A8",
        k.disclosed_by_all,
    ),
    rule(KEY, "employees", "Owners and employees of ineligible companies are excluded.", "A7", k.no_employees),
    rule(
        KEY,
        "mitigated",
        "Relevant relationships were mitigated before the role began, and the steps are documented.",
        "A7",
        k.mitigated,
    ),
    rule(
        KEY,
        "told",
        "Learners read names, companies, nature, mitigation, and who has none, before the activity.",
        "A7 A9",
        k.disclosures_told,
    ),
    rule(KEY, "no-logos", "Companies are disclosed by name only: no logos, no trade names.", "A7 A9", k.no_logos),
    rule(
        KEY,
        "support",
        "The source of all commercial support is disclosed, and its nature where it is in kind.",
        "A9 A10",
        k.support_told,
    ),
    rule(
        KEY,
        "no-marketing",
        "No marketing is shown, played or to be clicked through while learners are engaged.",
        "A11",
        k.no_promotion,
    ),
    rule(
        KEY,
        "no-tracking",
        "Learners' identity is not tracked by, or shared with, ineligible companies.",
        "A12",
        always(REPORTED),
    ),
    rule(
        KEY,
        "credit-time",
        "60 minutes are one credit, to the nearest quarter of an hour; the maximum is not above the time.",
        "A14",
        each_credit([KEY], c.within_time(MINUTES)),
    ),
    rule(KEY, "credit-step", "Credit is counted in quarters.", "A14 B6", each_credit([KEY], c.in_steps(STEP))),
    rule(
        KEY,
        "claim",
        "The credit actually claimed is recorded for each learner, not the maximum.",
        "A15 A16",
        always(CLAIMED),
    ),
    rule(
        KEY,
        "physicians",
        "Only physicians receive this credit; others a certificate of participation.",
        "A18",
        each_credit([KEY], c.physicians_only),
    ),
    rule(
        KEY,
        "statement",
        "The credit statement is complete, with the phrase in italics and its mark.",
        "A18",
        always(WRITTEN),
    ),
    rule(
        KEY,
        "certificate",
        "The certificate names physician, provider, title, format, day of completion and credit awarded.",
        "A16",
        always("the specimen in the dossier shows them"),
    ),
    rule(KEY, "evaluation", "The change in learners is evaluated.", "A19 A20", each_credit([KEY], c.evaluated)),
    rule(KEY, "retention", "Credit can be documented for at least six years.", "A16 A17", k.records_kept),
    rule(
        KEY,
        "ai",
        "AI help is disclosed, and a person reviewed what it wrote.",
        "A22 A23 A24 A25",
        k.ai_told_and_reviewed,
    ),
    *of_credit(KEY, "A15"),
)

AMA = RuleSet(
    KEY,
    "AMA PRA Category 1 Credit, by an ACCME-accredited provider",
    RULES,
    "Some of these pages are older rule texts; compare the current ones before claiming compliance.",
)
