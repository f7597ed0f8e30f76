"""The evaluation form as data: what is asked, in which words, with which answers. Nothing is ever pre-filled.

Sources: cme-rules.md 1.1 (ACOE: an evaluation questionnaire), 1.4 (AC-13), 4.1 (U15: no pre-filled answers, no forced
trivia), 4.2 (V14, V15: up to three commitments to change, followed up). Whoever changes a question or an answer raises
``VERSION``, which is stored with what was sent, and keeps the keys of what stays the same. The words are English and
marked for translation; pages translate them with gettext when they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

VERSION = 1
MAX_CHANGES = 3
REMIND_AFTER_DAYS = (30, 90)
OBJECTIVE = "objective:"
"""How the keys of the questions about objectives begin; the objective's own key follows."""
OWN = "own"
"""The commitment that learners put into their own words."""


def gettext_noop(text: str) -> str:
    """Mark ``text`` for ``makemessages``, without Django."""
    return text


class Kind(StrEnum):
    ONE = "one"
    """One of the choices."""
    SOME = "some"
    """At most ``Question.most`` of the choices."""
    TEXT = "text"
    """The learner's own words."""


class Group(StrEnum):
    """The parts of the form, under these headings."""

    OBJECTIVES = gettext_noop("Learning objectives")
    CONTENT = gettext_noop("The module")
    PRACTICE = gettext_noop("Your practice")


@dataclass(frozen=True)
class Choice:
    """An answer to choose. ``subject`` is the text of the objective that the words are about, ``language`` its own."""

    value: str
    text: str
    subject: str = ""
    language: str = ""


@dataclass(frozen=True)
class Question:
    """One question. ``subject`` is the text of the objective that it is about, ``language`` that of this text.

    ``when`` names a question and the answer to it without which this one is not asked. An answer to a question that is
    not ``required`` may be left out.
    """

    key: str
    kind: Kind
    group: Group
    text: str
    choices: tuple[Choice, ...] = ()
    subject: str = ""
    language: str = ""
    required: bool = True
    when: tuple[str, str] | None = None
    most: int = 1

    @property
    def is_scale(self) -> bool:
        """Whether the choices are steps from 1 upwards."""
        return bool(self.choices) and self.choices[0].value == "1"


def questions(objectives: Iterable[Mapping[str, str]]) -> list[Question]:
    """Return the form, in order, for a module with these ``objectives`` (rows of the front matter).

    A row has ``key`` and ``text``, perhaps ``section`` and ``language``. Rated are the module's own objectives one by
    one; those of the sections only where it has no others.
    """
    rows = list(objectives)
    rated = [row for row in rows if not row.get("section")] or rows
    return [*(_about_objective(row) for row in rated), *_about_content(), *_about_practice(rated)]


def _about_objective(objective: Mapping[str, str]) -> Question:
    steps = (
        gettext_noop("not met"),
        gettext_noop("slightly met"),
        gettext_noop("partly met"),
        gettext_noop("mostly met"),
        gettext_noop("fully met"),
    )
    return Question(
        key=f"{OBJECTIVE}{objective['key']}",
        kind=Kind.ONE,
        group=Group.OBJECTIVES,
        text=gettext_noop("How far did you meet this objective?"),
        choices=_steps(*steps),
        subject=objective["text"],
        language=objective.get("language", ""),
    )


def _about_content() -> list[Question]:
    return [
        _one(
            "relevance",
            gettext_noop("How relevant is the module to your practice?"),
            _steps(
                gettext_noop("not relevant"),
                gettext_noop("slightly relevant"),
                gettext_noop("moderately relevant"),
                gettext_noop("very relevant"),
                gettext_noop("essential"),
            ),
        ),
        _one(
            "new",
            gettext_noop("How much of it was new to you?"),
            _steps(
                gettext_noop("nothing"),
                gettext_noop("a little"),
                gettext_noop("about half"),
                gettext_noop("most"),
                gettext_noop("nearly all"),
            ),
        ),
        _one(
            "level",
            gettext_noop("Was the level right for you?"),
            (
                Choice("too-basic", gettext_noop("Too basic")),
                Choice("right", gettext_noop("About right")),
                Choice("too-advanced", gettext_noop("Too advanced")),
            ),
        ),
        _one(
            "time",
            gettext_noop("Was the time stated for the module right?"),
            (
                Choice("less", gettext_noop("I needed less time")),
                Choice("right", gettext_noop("About right")),
                Choice("more", gettext_noop("I needed more time")),
            ),
        ),
        _one(
            "balance",
            gettext_noop("Was the content balanced and free from commercial bias?"),
            (Choice("yes", gettext_noop("Yes")), Choice("no", gettext_noop("No"))),
        ),
        Question(
            key="bias",
            kind=Kind.TEXT,
            group=Group.CONTENT,
            text=gettext_noop("Where was it not, and what did you notice?"),
            when=("balance", "no"),
        ),
        Question(
            key="improve",
            kind=Kind.TEXT,
            group=Group.CONTENT,
            text=gettext_noop("What should we improve first?"),
            required=False,
        ),
    ]


def _about_practice(rated: list[Mapping[str, str]]) -> list[Question]:
    return [
        Question(
            key="intention",
            kind=Kind.ONE,
            group=Group.PRACTICE,
            text=gettext_noop("Will you change something in your practice?"),
            choices=(
                Choice("change", gettext_noop("Yes")),
                Choice("no-change", gettext_noop("No change, because …")),
            ),
        ),
        Question(
            key="reason",
            kind=Kind.TEXT,
            group=Group.PRACTICE,
            text=gettext_noop("Why will you change nothing?"),
            when=("intention", "no-change"),
        ),
        Question(
            key="changes",
            kind=Kind.SOME,
            group=Group.PRACTICE,
            text=gettext_noop("What will you change? Choose up to three."),
            choices=_changes(rated),
            when=("intention", "change"),
            most=MAX_CHANGES,
        ),
        Question(
            key="own-change",
            kind=Kind.TEXT,
            group=Group.PRACTICE,
            text=gettext_noop("What will you do, and when?"),
            when=("changes", OWN),
        ),
        Question(
            key="reminder",
            kind=Kind.SOME,
            group=Group.PRACTICE,
            text=gettext_noop("May we ask you by e-mail what became of it?"),
            choices=(
                Choice("30", gettext_noop("Yes, after 30 days")),
                Choice("90", gettext_noop("Yes, after 90 days")),
            ),
            required=False,
            when=("intention", "change"),
            most=len(REMIND_AFTER_DAYS),
        ),
    ]


def _changes(rated: list[Mapping[str, str]]) -> tuple[Choice, ...]:
    from_objectives = (
        Choice(
            value=f"{OBJECTIVE}{row['key']}",
            text=gettext_noop("With my next suitable patient I will do this:"),
            subject=row["text"],
            language=row.get("language", ""),
        )
        for row in rated
    )
    return (
        *from_objectives,
        Choice("guideline", gettext_noop("I will check the current guideline before I decide on a treatment.")),
        Choice("findings", gettext_noop("I will check that all findings are there before I decide on a treatment.")),
        Choice("patient", gettext_noop("I will discuss the options with my patients before I prescribe.")),
        Choice("cases", gettext_noop("I will compare one of my recent cases with this module before the month ends.")),
        Choice("team", gettext_noop("I will tell my team what I learnt before the month ends.")),
        Choice(OWN, gettext_noop("In my own words")),
    )


def _one(key: str, text: str, choices: tuple[Choice, ...]) -> Question:
    return Question(key=key, kind=Kind.ONE, group=Group.CONTENT, text=text, choices=choices)


def _steps(*texts: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), text) for value, text in enumerate(texts, start=1))
