import io

import pytest
from PIL import Image

from courses.domain.media import inspect


def picture(kind="PNG", size=(40, 30), mode="RGB"):
    stored = io.BytesIO()
    Image.new(mode, size).save(stored, kind)
    return stored.getvalue()


def svg(inside="", head="", attributes=""):
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480.4 270" {attributes}>{inside}</svg>'.encode()


@pytest.mark.parametrize(
    ("name", "kind", "content_type"),
    [
        ("a.png", "PNG", "image/png"),
        ("a.jpg", "JPEG", "image/jpeg"),
        ("a.JPEG", "JPEG", "image/jpeg"),
        ("a.webp", "WEBP", "image/webp"),
    ],
)
def test_a_picture_has_the_type_of_its_name_and_its_size_in_pixels(name, kind, content_type):
    assert inspect(f"media/{name}", picture(kind)) == (content_type, 40, 30)


@pytest.mark.parametrize(
    "inside",
    [
        "<style>.a { fill: url(#g) } .b { fill: url('#g') }</style>",
        "<rect fill=\"url(#g)\" onyx=''/>".replace(" onyx=''", ""),
        "<rect fill=\"url('#g')\"/>",
        "<use href='#part'/>",
        "<!-- a remark --><text>5 &lt; 6</text>",
    ],
)
def test_an_svg_that_draws_with_its_own_parts_is_accepted(inside):
    assert inspect("media/a.svg", svg(inside)) == ("image/svg+xml", 480, 270)


def test_an_svg_may_begin_with_a_byte_order_mark_and_an_xml_declaration():
    content = svg(head='<?xml version="1.0" encoding="UTF-8"?>')
    assert inspect("media/a.svg", b"\xef\xbb\xbf" + content) == ("image/svg+xml", 480, 270)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.png", b"just text", "this is not a readable PNG picture"),
        ("a.png", b"", "this is not a readable PNG picture"),
        ("a.png", picture("JPEG"), "this is not a readable PNG picture"),
        ("a.png", picture()[:60], "this is not a readable PNG picture"),
        ("a.jpg", picture("JPEG")[:200], "this is not a readable JPEG picture"),
        ("a.gif", b"GIF89a", "a picture is an SVG, PNG, JPEG or WebP file"),
        ("noname", b"", "a picture is an SVG, PNG, JPEG or WebP file"),
        ("a.png", picture(size=(8000, 5001), mode="1"), "the picture has 8000 x 5001 pixels; use at most 40 million"),
        ("a.png", picture(size=(15000, 15000), mode="1"), "this is not a readable PNG picture"),
        ("a.svg", b"<svg", "this is not well-formed SVG: unclosed token: line 1, column 0"),
        ("a.svg", b"<html/>", "an SVG picture cannot hold <html>"),
        ("a.svg", b"<svg/>", "the root of an SVG picture is <svg> with a viewBox of four numbers"),
        ("a.svg", b'<g viewBox="0 0 1 1"/>', "the root of an SVG picture is <svg> with a viewBox of four numbers"),
        ("a.svg", svg("<script>alert(1)</script>"), "an SVG picture cannot hold <script>"),
        ("a.svg", svg("<foreignObject/>"), "an SVG picture cannot hold <foreignObject>"),
        ("a.svg", svg("<image href='#a'/>"), "an SVG picture cannot hold <image>"),
        (
            "a.svg",
            svg(attributes="onload='alert(1)'"),
            "an SVG picture cannot have onload='alert(1)'; it draws with its own parts only",
        ),
        (
            "a.svg",
            svg("<use href='https://a.org/x#y'/>"),
            "an SVG picture cannot have href='https://a.org/x#y'; it draws with its own parts only",
        ),
        (
            "a.svg",
            svg("<use xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='data:x'/>"),
            "an SVG picture cannot have href='data:x'; it draws with its own parts only",
        ),
        (
            "a.svg",
            svg("<rect fill='url(https://a.org/x)'/>"),
            "an SVG picture cannot have fill='url(https://a.org/x)'; it draws with its own parts only",
        ),
        (
            "a.svg",
            svg("<rect style='fill:URL( &quot;//a.org&quot;)'/>"),
            "an SVG picture cannot have style='fill:URL( \"//a.org\")'; it draws with its own parts only",
        ),
        (
            "a.svg",
            svg("<style>@IMPORT 'https://a.org';</style>"),
            "the style of an SVG picture cannot load other files",
        ),
        (
            "a.svg",
            svg("<style>a{fill:u\\72l(https://a.org)}</style>"),
            "the style of an SVG picture cannot load other files",
        ),
        ("a.svg", svg(head="<!DOCTYPE svg>"), "an SVG picture has no DOCTYPE and no entities; remove them"),
        (
            "a.svg",
            svg(head='<!DOCTYPE svg [<!ENTITY a "&#x41;">]>', inside="<text>&a;</text>"),
            "an SVG picture has no DOCTYPE and no entities; remove them",
        ),
        (
            "a.svg",
            svg(head="<!DOCTYPE svg>").decode().encode("utf-16"),
            "an SVG picture is UTF-8; save it with that encoding",
        ),
        (
            "a.svg",
            svg(head='<?xml-stylesheet href="https://a.org/x.css"?>'),
            "an SVG picture has no processing instructions, such as a style sheet's; remove them",
        ),
    ],
)
def test_what_is_no_safe_picture_is_refused_with_the_reason(name, content, message):
    with pytest.raises(ValueError, match=r".") as caught:
        inspect(f"media/{name}", content)
    assert str(caught.value) == message
