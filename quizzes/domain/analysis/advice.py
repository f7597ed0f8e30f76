"""What is said to an author about an item: what was found and what to do, in plain words."""

from dataclasses import dataclass
from enum import IntEnum


class Gravity(IntEnum):
    """How soon to look: a wrong key before a weak item, a weak item before a note."""

    WRONG = 3
    WEAK = 2
    NOTE = 1


@dataclass(frozen=True)
class Advice:
    """A kind of flag: its short name, what was found (with places for figures), and what to do."""

    key: str
    gravity: Gravity
    name: str
    found: str
    do: str


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation; pages translate it when they show it."""
    return text


KEY_AVOIDED = Advice(
    "key-avoided",
    Gravity.WRONG,
    gettext_noop("The best learners avoid the key"),
    gettext_noop(
        "%(option)s is taken by %(upper)s %% of the best learners and %(lower)s %% of the weakest, and goes with a "
        "good result more than the key does."
    ),
    gettext_noop(
        "Check the key first, then whether %(option)s is right too or guidance has changed. If the key is wrong, "
        "correct the item for those who have already answered."
    ),
)
NEGATIVE = Advice(
    "negative",
    Gravity.WRONG,
    gettext_noop("The better the learner, the worse the answer"),
    gettext_noop("Those who do well on the rest of the test do worse here (item-rest correlation %(figure)s)."),
    gettext_noop(
        "Check the key, then the wording: something misleads those who know more. Leave the item out until it is clear."
    ),
)
SECOND_KEY = Advice(
    "second-key",
    Gravity.WRONG,
    gettext_noop("Perhaps a second right answer"),
    gettext_noop("Good learners take %(option)s too: %(upper)s %% of the best, and it goes with a good result."),
    gettext_noop("Read %(option)s as an expert would. If it can be defended, reword it or the question."),
)
HARDER_FOR = Advice(
    "harder-for",
    Gravity.WEAK,
    gettext_noop("Not equally hard for all professions"),
    gettext_noop(
        "Equally good learners do not do equally well: %(focal)s beside %(reference)s, easier for %(easier)s (class "
        "%(grade)s)."
    ),
    gettext_noop(
        "Look for words, settings or doses that only one profession meets. If the difference belongs to the objective, "
        "keep the item; if not, reword it."
    ),
)
DRIFT = Advice(
    "drift",
    Gravity.WEAK,
    gettext_noop("Changed since an earlier edition"),
    gettext_noop("%(now)s %% answer it rightly now, %(before)s %% did in %(edition)s."),
    gettext_noop(
        "Easier: the answer may have become known; write a sibling. Harder: guidance, the slide or the wording may "
        "have changed; see whether the key still holds."
    ),
)
HARD_ITEM = Advice(
    "hard",
    Gravity.WEAK,
    gettext_noop("Very hard"),
    gettext_noop("Only %(share)s %% get it right."),
    gettext_noop("Check the key, whether the slides teach it, and whether the question asks what it means to ask."),
)
WEAK_ITEM = Advice(
    "weak",
    Gravity.NOTE,
    gettext_noop("Hardly tells learners apart"),
    gettext_noop(
        "Whether one gets it right has little to do with the rest of the test (item-rest correlation %(figure)s)."
    ),
    gettext_noop("Look for an ambiguous word, a cue to the answer, or a detail nobody needs. If it matters, keep it."),
)
EASY_ITEM = Advice(
    "easy",
    Gravity.NOTE,
    gettext_noop("Very easy"),
    gettext_noop("%(share)s %% get it right."),
    gettext_noop(
        "Fine where everybody must know it. Otherwise look for a cue, or make the distractors more plausible."
    ),
)
UNUSED_OPTION = Advice(
    "unused",
    Gravity.NOTE,
    gettext_noop("Distractors that hardly anybody takes"),
    gettext_noop("Taken by fewer than 5 %%: %(options)s."),
    gettext_noop("Replace them by mistakes that learners do make, or drop them: three good options are enough."),
)
RAPID_ANSWERS = Advice(
    "rapid",
    Gravity.NOTE,
    gettext_noop("Often answered too fast to have been read"),
    gettext_noop("%(share)s %% of the answers took less than %(seconds)s seconds."),
    gettext_noop(
        "Learners may know it from before, guess, or be short of time. See whether it comes late in the paper."
    ),
)
BLANK_ANSWERS = Advice(
    "blank",
    Gravity.NOTE,
    gettext_noop("Often left blank"),
    gettext_noop("%(share)s %% leave it unanswered."),
    gettext_noop("See whether time is short, or the item looks too long or too hard to begin."),
)
ADVICE = (
    KEY_AVOIDED,
    NEGATIVE,
    SECOND_KEY,
    HARDER_FOR,
    DRIFT,
    HARD_ITEM,
    WEAK_ITEM,
    EASY_ITEM,
    UNUSED_OPTION,
    RAPID_ANSWERS,
    BLANK_ANSWERS,
)
