"""Each broken folder gives its located message by the real commands, and the database is as before."""

import os

import pytest
import yaml

from tests import factories
from tests.factories import folder, item, slide
from tests.publishing.folders import database, run, write

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = "1-basics/01-one.md", "1-basics/02-two.md", "2-practice/03-three.md"
HTML = "raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it"


def items_with(**changes):
    """test.yaml with its first item changed."""
    content = yaml.safe_load(factories.test_file())
    content["items"][0] = item("item-1", **changes)
    return yaml.safe_dump(content, sort_keys=False).encode()


def options(*right):
    return [
        {"text": f"Option {place}", "comment": "c", **({"correct": True} if place in right else {})}
        for place in range(3)
    ]


def module_file(old, new):
    return folder()["module.yaml"].replace(old, new)


BROKEN = {
    "bad YAML": (
        {"module.yaml": b"slug: sample\ntitle: [\n"},
        "module.yaml:3: not valid YAML: expected the node content, but found '<stream end>'",
    ),
    "bad YAML in a slide": (
        {TWO: b"---\nkey: 'two\n---\nBody\n\n## Notes\n\nn\n"},
        f"{TWO}:2: not valid YAML: found unexpected end of stream",
    ),
    "a title that no certificate could print": (
        {"module.yaml": module_file(b"A sample module", "\u4e00 sample module".encode())},
        "module.yaml:2: 'title': certificates cannot print \u4e00; use Latin, Greek or Cyrillic letters",
    ),
    "unknown key": (
        {TWO: slide("two", colour="red")},
        (
            f"{TWO}:6: unknown key 'colour'; known are key, title, objectives, required, "
            "statement, minutes, minutes_reason, trade_names, ai_assisted"
        ),
    ),
    "missing title": ({TWO: slide("two").replace(b"title: About two\n", b"")}, f"{TWO}:2: 'title' is missing"),
    "missing title of the module": (
        {"module.yaml": module_file(b"title: A sample module\n", b"")},
        "module.yaml:1: 'title' is missing",
    ),
    "duplicate slide key": (
        {TWO: slide("one")},
        f"{TWO}:2: the key 'one' is already used by {ONE}; a key belongs to one slide for ever",
    ),
    "citation that does not exist": (
        {TWO: slide("two", body="Said [@nobody].")},
        f"{TWO}:8: references.yaml has no 'nobody'",
    ),
    "evidence key that does not exist": (
        {TWO: slide("two", body="HR [1](ev:cleopatra.dfs.hr).")},
        f"{TWO}:8: the evidence has no 'cleopatra.dfs'; that trial has cleopatra.os, cleopatra.pfs",
    ),
    "figure that differs from its datum": (
        {TWO: slide("two", body="HR [0.96](ev:cleopatra.os.hr).")},
        f"{TWO}:8: the text says '0.96', but cleopatra.os.hr is '0.69' (check_module --fix rewrites it)",
    ),
    "figure in the notes that differs": (
        {TWO: slide("two", notes="HR [0.96](ev:cleopatra.os.hr) [@swain2020].")},
        f"{TWO}:12: the text says '0.96', but cleopatra.os.hr is '0.69' (check_module --fix rewrites it)",
    ),
    "datum that is not confirmed": (
        {TWO: slide("two", body="HR [0.62](ev:cleopatra.pfs.hr).")},
        f"{TWO}:8: 'cleopatra.pfs' is not confirmed (confirmed: partly), so it cannot be shown",
    ),
    "image missing": (
        {TWO: slide("two", body="![A](../media/none.svg)\nCaption: c\nAbbreviations: none\nDescription: d")},
        f"{TWO}:8: the picture 'media/none.svg' is missing or unusable; it should be a file in media/",
    ),
    "not an image": ({"media/cell.png": b"This is text."}, "media/cell.png: this is not a readable PNG picture"),
    "script in an image": (
        {"media/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>'},
        "media/a.svg: an SVG picture cannot hold <script>",
    ),
    "script in Markdown": ({TWO: slide("two", body="<script>alert(1)</script>")}, f"{TWO}:8: {HTML}"),
    "script in the address of a link": (
        {TWO: slide("two", body="[x](javascript:alert(1))")},
        f"{TWO}:8: the link 'javascript:alert(1' is not allowed; use an address that begins with https://",
    ),
    "not UTF-8": (
        {TWO: slide("two", body="Müller").decode().encode("latin-1")},
        f"{TWO}:8: the file is not UTF-8; save it with that encoding",
    ),
    "item without a correct option": (
        {"test.yaml": items_with(options=options())},
        "test.yaml:15: no option is correct; write 'correct: true' in the right one",
    ),
    "two correct options": (
        {"test.yaml": items_with(options=options(0, 2))},
        "test.yaml:23: a second correct option; an item has a single best answer",
    ),
    "item about a slide that does not exist": (
        {"test.yaml": items_with(slides=["nowhere"])},
        "test.yaml:27: 'slides': 'nowhere' does not exist in this module",
    ),
    "item with a reference that does not exist": (
        {"test.yaml": items_with(references=["nobody"])},
        "test.yaml:29: 'references': 'nobody' does not exist in this module",
    ),
    "objective without an item": (
        {"module.yaml": module_file(b"contributors:", b"- key: more\n  text: More\ncontributors:")},
        "test.yaml:11: no item serves the objective 'more'",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_folder_is_refused_with_its_message_and_changes_nothing(kind, tmp_path):
    changes, message = BROKEN[kind]
    path = write(tmp_path / "module", {**folder(), **changes})
    before = database()
    code, said = run("check_module", path)
    assert code == 1
    assert said == [message]
    assert run("load_module", path, publish=True) == (1, said)
    assert database() == before


@pytest.mark.parametrize("name", ["media/film.png", "film.mp4", TWO])
def test_a_file_of_50_megabytes_is_refused_without_being_read(name, tmp_path):
    path = write(tmp_path / "module", folder())
    (path / name).parent.mkdir(exist_ok=True)
    with (path / name).open("wb") as sparse:
        os.truncate(sparse.fileno(), 50_000_000)
    before = database()
    expected = f"{name}: the file has 50 MB; no file of a module may have more than 5 MB"
    assert run("check_module", path) == (1, [expected])
    assert run("load_module", path) == (1, [expected])
    assert database() == before


def test_a_large_text_is_refused_too(tmp_path):
    path = write(tmp_path / "module", {**folder(), TWO: slide("two", notes="word " * 500_000)})
    assert run("check_module", path) == (1, [f"{TWO}: the file has 2.5 MB; a text file may have 2 MB"])


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    path = write(tmp_path / "module", folder())
    (path / "media").mkdir()
    (path / "media" / "passwd.png").symlink_to("/etc/passwd")
    assert run("check_module", path) == (1, ["media/passwd.png: only plain files belong in a module, no links"])


def test_a_folder_that_is_not_there_is_said_to_be_none(tmp_path):
    code, said = run("check_module", tmp_path / "nowhere")
    assert (code, said[0]) == (1, f"{tmp_path / 'nowhere'}: this is not a folder")


def test_hidden_files_are_left_out(tmp_path):
    path = write(tmp_path / "module", {**folder(), ".git/config": b"\xff", ".DS_Store": b"\xff"})
    assert run("check_module", path)[0] == 0


def test_every_problem_is_reported_at_once(tmp_path):
    broken = {
        ONE: slide("one", body="<b>x</b>"),
        TWO: slide("one"),
        "test.yaml": items_with(options=options()),
        "media/x.png": b"x",
    }
    path = write(tmp_path / "module", {**folder(), **broken})
    code, said = run("check_module", path)
    assert code == 1
    assert [problem.split(":")[0] for problem in said] == [ONE, TWO, "media/x.png", "test.yaml", "test.yaml"][
        : len(said)
    ]
    assert {ONE, TWO, "media/x.png", "test.yaml"} == {problem.split(":")[0] for problem in said}


def test_a_folder_without_problems_says_how_large_it_is(tmp_path):
    code, said = run("check_module", write(tmp_path / "module", folder(items=4)))
    assert code == 0
    assert said[-1] == "No problems: 3 slides, 1 minutes, 4 test items, 0 check questions, 0 cases."


def test_a_weak_item_is_warned_of_by_name_and_refuses_nothing(tmp_path):
    path = write(tmp_path / "module", {**folder(), "test.yaml": items_with(lead_in="Which is NOT right?")})
    code, said = run("check_module", path)
    assert code == 0
    (line,) = [line for line in said if "negative-lead-in" in line]
    assert line.startswith("test.yaml:14: warning, negative-lead-in: 'NOT' turns the question round")
