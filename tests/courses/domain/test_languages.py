from datetime import date

import pytest

from courses.domain.languages import WORDS, is_code, said_in, written_day
from courses.domain.modulefile import REVIEW_STATES

DAY = date(2025, 12, 5)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "5 December 2025"),
        ("en-GB", "5 December 2025"),
        ("de", "5. Dezember 2025"),
        ("de-AT", "5. Dezember 2025"),
        ("fr", "2025-12-05"),
    ],
)
def test_a_day_is_written_in_the_language_or_as_a_number_where_its_months_are_not_known(language, written):
    assert written_day(DAY, language) == written


@pytest.mark.parametrize(
    ("language", "said"), [("en", "en"), ("de", "de"), ("de-CH", "de"), ("fr", "en"), ("pt-BR", "en")]
)
def test_readers_are_told_things_in_their_language_or_in_english(language, said):
    assert said_in(language) == said


@pytest.mark.parametrize("language", WORDS)
def test_every_language_has_a_word_for_every_state_of_review_and_every_month(language):
    words = WORDS[language]
    assert tuple(words.review) == REVIEW_STATES
    assert len(set(words.months)) == 12
    for sentence in (words.untranslated, words.extent, words.test):
        assert "{language}" in sentence


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("de", True),
        ("pt-BR", True),
        ("DE", False),
        ("deu", False),
        ("pt-br", False),
        ("de-", False),
        (None, False),
        (1, False),
    ],
)
def test_a_code_is_two_letters_with_a_country_where_it_matters(value, right):
    assert is_code(value) is right
