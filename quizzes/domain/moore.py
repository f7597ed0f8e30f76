"""Which level of outcomes a question measures.

Moore DE Jr, Green JS, Gallis HA. Achieving desired results and improved outcomes: integrating planning and assessment
throughout learning activities. J Contin Educ Health Prof 2009;29(1):1-15. A test can show declarative knowledge
("knows", 3A), procedural knowledge ("knows how", 3B) and, where it puts the learner before a patient, competence
("shows how" in an educational setting, 4). Performance (5) is what somebody does in practice.

The rule: what an objective's ``moore`` in module.yaml says holds for every question that serves it first. Without it a
question measures competence when it puts a case, and knowledge (3, 3A and 3B together) otherwise.
"""

from quizzes.domain.flaws.bank import VIGNETTE_WORDS
from quizzes.domain.kinds import kind_of

KNOWLEDGE, DECLARATIVE, PROCEDURAL, COMPETENCE, PERFORMANCE = "3", "3a", "3b", "4", "5"


def level(stem: str, kind: str, stated: str = "") -> str:
    """Return the level of a question with the plain text ``stem``; ``stated`` is that of its first objective.

    A stem puts a case when it has as many words as the lint of item flaws asks of a vignette.
    """
    if stated:
        return stated
    return COMPETENCE if kind_of(kind).puts_case or len(stem.split()) >= VIGNETTE_WORDS else KNOWLEDGE
