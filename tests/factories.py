"""Modules as folders in memory, and people. Plain functions; every argument has a value that works."""

from datetime import UTC, datetime

import yaml

from courses import disclosures
from courses.models import Edition
from elearning.accounts.models import User
from elearning.publishing import services

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
PASSWORD = "a-long-password"

MODULE = {
    "slug": "sample",
    "title": "A sample module",
    "language": "en",
    "demonstration": True,
    "access": "registered",
    "time_zone": "Europe/Zurich",
    "abstract": "What the module is about.",
    "need": "Why it is needed.",
    "audience": ["Trainees"],
    "method": "Read the slides and pass the test.",
    "requirements": "Any browser.",
    "keywords": ["sample"],
    "contact": "education@example.org",
    "privacy": "Progress and results are stored.",
    "commercial_support": "none",
    "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/", "holder": "The society"},
    "objectives": [{"key": "know", "text": "Know what there is to know."}],
    "contributors": [
        {
            "key": "ann",
            "name": "Ann Author",
            "role": "author",
            "credentials": "MD",
            "disclosed_on": datetime(2027, 1, 1).date(),
            "disclosures": [],
        }
    ],
    "review": {"state": "awaiting clinical review", "reviewers": []},
    "sections": [
        {"key": "basics", "title": "Basics", "outline": "The basics."},
        {"key": "practice", "title": "Practice", "outline": "The practice."},
    ],
    "first_load": {
        "release": datetime(2027, 1, 1).date(),
        "last_review": datetime(2027, 1, 1).date(),
        "last_valid_day": datetime(2027, 12, 31).date(),
        "accreditations": [{"body": "A society", "scheme": "own", "credit_name": "Points", "state": "none"}],
    },
}
POLICY = {
    "pass_percent": 60,
    "max_attempts": 2,
    "wait_minutes": 60,
    "draw": None,
    "shuffle_items": True,
    "shuffle_options": True,
    "time_limit_minutes": None,
    "reveal": "after_submit",
}
REFERENCES = """swain2020:
  type: trial
  authors: Swain SM, et al.
  title: End-of-study results
  source: Lancet Oncol
  year: "2020"
  pmid: "32171426"
"""
EVIDENCE = """cleopatra:
  name: CLEOPATRA
  data:
    os:
      endpoint: Overall survival
      unit: months
      reference: swain2020
      confirmed: yes
      seen_in: Table 2 of the paper
      values: {hr: "0.69", ci_low: "0.58", ci_high: "0.82", ptd: "57.1", td: "40.8"}
    pfs:
      endpoint: Progression-free survival
      reference: swain2020
      confirmed: partly
      values: {hr: "0.62"}
"""


CHECK = """```check
key: scored-two-plus
question: A biopsy is IHC 2+ and not amplified. How is it classified?
options:
  - text: HER2-low
    correct: true
    comment: Right, because it is not amplified [@swain2020].
  - text: HER2-positive
    comment: Wrong, because it is not amplified.
```"""
CASE = """```case
key: early-relapse
patient: |
  A 49-year-old woman has a relapse.

  She has no symptoms.
question: Which treatment do you choose next?
options:
  - text: Docetaxel alone
    comment: Alone is not enough.
  - text: Docetaxel with two antibodies
    recommended: true
    comment: Both antibodies prolong life.
  - text: Surgery
    comment: Surgery comes too early.
guideline:
  dated: October 2021
  text: The society recommends two antibodies [@swain2020].
trial: CLEOPATRA found HR [0.69](ev:cleopatra.os.hr) [@swain2020].
```"""

GERMAN_CHECK = """```check
key: scored-two-plus
question: Eine Biopsie ist IHC 2+ und nicht amplifiziert. Wie wird sie eingeordnet?
options:
  - text: HER2-low
    correct: true
    comment: Richtig, denn sie ist nicht amplifiziert [@swain2020].
  - text: HER2-positiv
    comment: Falsch, denn sie ist nicht amplifiziert.
```"""
GERMAN_CASE = """```case
key: early-relapse
patient: |
  Eine 49-jährige Frau hat einen Rückfall.

  Sie hat keine Beschwerden.
question: Welche Behandlung wählen Sie als nächste?
options:
  - text: Docetaxel allein
    comment: Allein ist nicht genug.
  - text: Docetaxel mit zwei Antikörpern
    recommended: true
    comment: Beide Antikörper verlängern das Leben.
  - text: Operation
    comment: Eine Operation kommt zu früh.
guideline:
  dated: Oktober 2021
  text: Die Gesellschaft empfiehlt zwei Antikörper [@swain2020].
trial: CLEOPATRA fand eine HR von [0,69](ev:cleopatra.os.hr) [@swain2020].
```"""


def slide(
    key: str, title: str = "", body: str = "A body.", notes: str = "Some notes [@swain2020].", **front: object
) -> bytes:
    """A slide's file; one that cites nothing says that it states nothing."""
    states = {} if "[@" in body + notes else {"statement": False}
    values = {"key": key, "title": title or f"About {key}", "objectives": ["know"], **front, **states}
    header = yaml.safe_dump(values, sort_keys=False)
    return f"---\n{header}---\n\n{body}\n\n## Notes\n\n{notes}\n".encode()


def translated_slide(
    key: str, title: str = "", body: str = "Ein Text.", notes: str = "Notizen [@swain2020].", **front: object
) -> bytes:
    """The file of a slide's translation into German."""
    header = yaml.safe_dump({"key": key, "title": title or f"Über {key}", **front}, sort_keys=False, allow_unicode=True)
    return f"---\n{header}---\n\n{body}\n\n## Notes\n\n{notes}\n".encode()


def german(**front: object) -> dict[str, bytes]:
    """The files of a translation of ``folder`` into German: front matter (None leaves a text out) and slide one."""
    header = {
        "title": "Ein Beispielmodul",
        "abstract": "Worum es geht.",
        "audience": ["Auszubildende"],
        "objectives": {"know": "Wissen, was es zu wissen gibt."},
        "sections": {"basics": {"title": "Grundlagen", "outline": "Die Grundlagen."}},
        "review": {"state": "awaiting clinical review", "reviewers": []},
        **front,
    }
    header = {name: value for name, value in header.items() if value is not None}
    return {
        "de/module.yaml": yaml.safe_dump(header, sort_keys=False, allow_unicode=True).encode(),
        "de/1-basics/01-one.md": translated_slide("one", body="HR [0,69](ev:cleopatra.os.hr) [@swain2020]."),
    }


def item(key: str, **changes: object) -> dict[str, object]:
    """An item of test.yaml whose second option is right."""
    options = [
        {"text": f"Wrong answer to {key}", "comment": "No."},
        {"text": f"Right answer to {key}", "comment": "Yes.", "correct": True},
        {"text": f"Other wrong answer to {key}", "comment": "No."},
    ]
    return {
        "key": key,
        "stem": f"The case of {key}.",
        "lead_in": "Which answer is right?",
        "options": options,
        "rationale": "Because.",
        "objectives": ["know"],
        "slides": ["one"],
        "references": ["swain2020"],
        **changes,
    }


def test_file(items: int = 3, pretest: int = 0, **policy: object) -> bytes:
    """test.yaml. Item ``early-1`` of the pre-test matches ``item-1``, and so on."""
    content = {
        "title": "CME test",
        "policy": {**POLICY, **policy},
        "items": [item(f"item-{number}") for number in range(1, items + 1)],
    }
    if pretest:
        content["pretest"] = [item(f"early-{n}", matches=f"item-{n}") for n in range(1, pretest + 1)]
    return yaml.safe_dump(content, sort_keys=False).encode()


test_file.__test__ = False  # a factory, not a test


def folder(
    *, items: int = 3, slides: int = 3, pretest: int = 0, policy: dict[str, object] | None = None, **module: object
) -> dict[str, bytes]:
    """The files of a small module without problems; keyword arguments replace values of module.yaml.

    The first slides are keyed one, two, three; more of them slide-4 and so on. The last one is in the second section.
    """
    keys = (["one", "two", "three"] + [f"slide-{number}" for number in range(4, slides + 1)])[:slides]
    places = {key: f"1-basics/{number:02}-{key}.md" for number, key in enumerate(keys[:-1], start=1)}
    places[keys[-1]] = f"2-practice/{slides:02}-{keys[-1]}.md"
    body = "HR [0.69](ev:cleopatra.os.hr) [@swain2020]."
    return {
        "module.yaml": yaml.safe_dump({**MODULE, **module}, sort_keys=False, allow_unicode=True).encode(),
        "references.yaml": REFERENCES.encode(),
        "evidence.yaml": EVIDENCE.encode(),
        "test.yaml": test_file(items, pretest, **(policy or {})),
        **{places[key]: slide(key, body=body if key == "one" else "A body.") for key in keys},
    }


def asking(check: str = CHECK, case: str = CASE, **module: object) -> dict[str, bytes]:
    """The files of a small module whose slide one asks a check question and whose slide two a case."""
    return {
        **folder(**module),
        "1-basics/01-one.md": slide("one", body=f"Before.\n\n{check}\n\nAfter."),
        "1-basics/02-two.md": slide("two", body=case),
    }


def asking_in_german(check: str = GERMAN_CHECK, case: str = GERMAN_CASE, **front: object) -> dict[str, bytes]:
    """The files of a translation of ``asking`` into German: both slides that ask something."""
    return {
        **german(**front),
        "de/1-basics/01-one.md": translated_slide("one", body=f"Davor.\n\n{check}\n\nDanach."),
        "de/1-basics/02-two.md": translated_slide("two", body=case),
    }


def published(files: dict[str, bytes], now: datetime = NOW) -> Edition:
    """The edition that loading and publishing ``files`` makes."""
    edition, _ = services.load(files=files, publish=True, substance=[], actor=None, now=now)
    return edition


def on_page(edition: Edition, now: datetime = NOW) -> dict[str, str]:
    """What the module page posts when the module is started: which edition and which disclosures it showed."""
    return {"edition": str(edition.number), "statement": disclosures.statement_of(edition, now).sha256}


def user(email: str = "someone@example.org", name: str = "Some One", **fields: object) -> User:
    return User.objects.create_user(email, PASSWORD, name=name, **fields)
