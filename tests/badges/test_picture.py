"""The picture: texts stay inside the disc, and the same texts give the same bytes."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from elearning.badges import picture as look
from elearning.badges import png, svg
from elearning.badges.picture import Picture

HER2 = Picture(
    heading="Module completed",
    title="Present and emerging treatment options in HER2/neu overexpressing metastatic breast cancer",
    provider="Demonstration Society of Medical Oncology",
    note="Demonstration, no credit",
    description="Badge",
)
texts = st.text("aäβЖW .-/™<&", max_size=250)


@settings(max_examples=200, deadline=None)
@given(texts, texts, texts, texts)
def test_every_line_stays_inside_the_disc(heading, title, provider, note):
    for line in look.lines(Picture(heading, title, provider, note, "Badge")):
        half = look.width(line.text, line.size, line.font) / 2
        for y in (line.baseline, line.baseline - look.CAPITAL * line.size):
            assert math.hypot(half, y - look.CENTRE) <= look.INNER


def test_a_title_loses_no_word():
    drawn = [line.text for line in look.lines(HER2) if line.colour == look.WHITE]
    assert " ".join(drawn) == HER2.title


def test_lines_do_not_overlap():
    baselines = [line.baseline - look.CAPITAL * line.size for line in look.lines(HER2)]
    assert baselines == sorted(baselines)


def test_the_same_texts_give_the_same_bytes():
    pictures = [png.plain(HER2), svg.baked(HER2, "a.b.c")]
    png.plain.cache_clear()
    png._drawn.cache_clear()
    assert [png.plain(HER2), svg.baked(HER2, "a.b.c")] == pictures


def test_the_credential_is_not_compressed_and_stands_once():
    content = png.baked(HER2, "a.b.c")
    assert content.count(b"openbadgecredential\x00\x00\x00\x00\x00a.b.c") == 1
    assert content.count(b"openbadgecredential") == 1


@pytest.mark.parametrize("words", ["<script>alert(1)</script> & \"quotes\" 'too'", "山田 \U0001f600"])
def test_no_text_acts_as_markup_and_none_stops_the_drawing(words):
    picture = Picture("Module completed", words, "The Society", "", f"Badge: {words}")
    drawn = etree.fromstring(svg.baked(picture, "a.b.c"))
    assert drawn.find("{http://www.w3.org/2000/svg}title").text == f"Badge: {words}"
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script"))
    assert png.plain(picture)[:8] == b"\x89PNG\r\n\x1a\n"
