"""The test in the dossier."""

from elearning.publishing.dossier.documents import examination
from elearning.publishing.dossier.html import Reader
from quizzes.models import Item


def test_every_option_is_listed_and_the_right_one_is_marked():
    options = [{"html": f"Option {place}", "comment_html": "", "correct": place == 11} for place in range(12)]
    item = Item(kind="single-best-answer", content={"options": options})
    listed = list(examination._content(item, Reader(lambda found: found, "")))
    assert "".join(node["letter"] for node in listed) == "ABCDEFGHIJKL"
    assert [len(node["c"]) for node in listed] == [1] * 11 + [3]
