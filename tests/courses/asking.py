"""A module that asks: its addresses, what learners send there, and what they find."""

import re
from html import unescape

from courses.models import Progress

ONE, TWO = "/modules/sample/slides/one/", "/modules/sample/slides/two/"
CHECK_URL, CASE_URL = f"{ONE}questions/scored-two-plus/", f"{TWO}questions/early-relapse/"
IN_PLACE = {"X-Fragment": "1"}


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def form(client, path, question=0):
    """The hidden fields of the slide's form, as the page has them."""
    page = client.get(path).content.decode()
    found = re.findall(r'<form class="question__form".*?</form>', page, re.DOTALL)[question]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found))
    return {"version": fields["version"]}


def answer(client, url, option, headers=None):
    fields = form(client, url.partition("questions/")[0])
    return client.post(url, {**fields, "option": str(option)}, headers=headers or {})


def answers(key="one"):
    return Progress.objects.get(slide_key=key).answers


def marks_in(response):
    """The outline's marks by slide key."""
    page = response.content.decode()
    found = re.findall(r'data-slide="([^"]+)"(?: aria-current="page")?>(?:(?!</a>).)*?outline__(seen|asking)"', page)
    return dict(found)
