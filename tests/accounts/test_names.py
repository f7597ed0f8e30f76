"""Names as certificates can print them."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.accounts import names
from elearning.accounts.models import validate_printable_name


@pytest.mark.parametrize(
    "name",
    [
        "Ann Author",
        "Zoë Brontë-Ångström",
        "Łukasz Żółć",
        "Đặng Văn Ngữ",
        "O'Neill",
        "O’Neill",
        "Müller, Dr. med.",
        "Γιώργος Παπαδόπουλος",
        "Дмитрий Шостакович",
        "Ђорђе Ћосић",
        "Çağrı Şükrü İğdır",
        "Ann  Author",
        "\tAnn ",
        "Ann\u00a0Author",
        "Zoe\u0308 Bronte\u0308",
    ],
)
def test_latin_greek_and_cyrillic_names_are_accepted(name):
    assert validate_printable_name(name) is None


@pytest.mark.parametrize(
    ("name", "characters"),
    [
        ("山田 太郎", "“山”, “田”, “太”, “郎”"),
        ("Ann 😀", "“😀”"),
        ("Ann\u202eAuthor", "U+202E"),
        ("Ann\u200bAuthor", "U+200B"),
        ("Ann\u0007", "U+0007"),
        ("Ann\u2066A\u2069", "U+2066, U+2069"),
        ("محمد", "“م”, “ح”, “د”"),
        ("שרה", "“ש”, “ר”, “ה”"),
        ("Ann \ue000", "U+E000"),
    ],
)
def test_what_the_font_cannot_draw_is_refused_with_the_characters_named(name, characters):
    with pytest.raises(ValidationError) as caught:
        validate_printable_name(name)
    assert caught.value.messages == [
        (
            f"Certificates cannot print {characters}. Write your name in Latin, Greek or Cyrillic letters, "
            "for example as in your passport."
        )
    ]


@pytest.mark.parametrize("name", ["", "   ", "123", "- . -", "\u0301"])
def test_a_name_has_letters(name):
    with pytest.raises(ValidationError) as caught:
        validate_printable_name(name)
    assert caught.value.messages == ["Write your name in letters, as it should appear on your certificates."]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("  Ann   Author ", "Ann Author"), ("Zoe\u0308", "Zoë"), ("Ann\n\tAuthor", "Ann Author"), ("A\u00a0B", "A B")],
)
def test_a_name_is_kept_composed_and_without_needless_space(written, kept):
    assert names.normalised(written) == kept


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(name):
    once = names.normalised(name)
    assert names.normalised(once) == once
    assert once == unicodedata.normalize("NFC", once)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_an_accepted_name_holds_only_what_the_font_draws(name):
    try:
        validate_printable_name(name)
    except ValidationError:
        return
    assert {ord(character) for character in names.normalised(name)} <= names.drawable_code_points()
    assert not any(unicodedata.category(character).startswith("C") for character in names.normalised(name))
