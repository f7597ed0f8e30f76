import pytest

from courses.domain.content import content_hash, read_content, sha256
from courses.domain.problems import Problems
from tests.courses.domain.build import lines
from tests.factories import folder, slide

ONE, TWO, THREE = "1-basics/01-one.md", "1-basics/02-two.md", "2-practice/03-three.md"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"/>'


def read(files):
    problems = Problems()
    return read_content(files, problems), lines(problems)


def test_slides_come_in_the_order_of_sections_and_then_of_numbers():
    files = folder()
    files["1-basics/10-ten.md"] = slide("ten")
    files["2-practice/2-early.md"] = slide("early")
    content, found = read(files)
    assert found == []
    assert [each.key for each in content.slides] == ["one", "two", "ten", "early", "three"]


def test_the_order_of_sections_is_that_of_the_module_file():
    sections = [{"key": key, "title": key, "outline": "o"} for key in ("practice", "basics")]
    content, _ = read(folder(sections=sections))
    assert [each.key for each in content.slides] == ["three", "one", "two"]


def test_figures_are_numbered_in_the_order_in_which_learners_meet_them():
    sections = [{"key": key, "title": key, "outline": "o"} for key in ("practice", "basics")]
    figure = "![A](../media/cell.svg)\nCaption: c\nAbbreviations: none\nDescription: d"
    files = {**folder(sections=sections), "media/cell.svg": SVG}
    files |= {path: slide(key, body=f"{figure}\n\n{figure}") for path, key in ((ONE, "one"), (THREE, "three"))}
    content, found = read(files)
    assert found == []
    assert [(each.path, each.first_figure) for each in content.slides] == [(THREE, 1), (ONE, 3), (TWO, 5)]


def test_a_picture_is_addressed_by_the_hash_of_its_bytes():
    content, found = read({**folder(), "media/cell.svg": SVG})
    assert found == []
    picture = content.pictures["media/cell.svg"]
    assert (picture.address, picture.width, picture.height) == (f"/modules/sample/media/{sha256(SVG)}/cell.svg", 10, 20)


def test_the_hash_of_a_folder_depends_on_every_path_and_byte_but_not_on_their_order():
    files = folder()
    assert content_hash(files) == content_hash(dict(reversed(files.items())))
    changed = [
        {**files, ONE: files[ONE] + b"\n"},
        {**files, "README.md": b""},
        {path: files[path] for path in files if path != ONE},
    ]
    assert len({content_hash(files), *map(content_hash, changed)}) == 4


def test_windows_line_ends_and_a_byte_order_mark_change_nothing_for_readers():
    files = folder()
    other = {path: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") for path, content in files.items()}
    content, found = read(other)
    assert found == []
    assert [each.html for each in content.slides] == [each.html for each in read(files)[0].slides]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {TWO: slide("one")},
            [f"{TWO}:2: the key 'one' is already used by {ONE}; a key belongs to one slide for ever"],
        ),
        ({ONE: slide("one", objectives=["other"])}, [f"{ONE}:2: module.yaml has no objective 'other'"]),
        ({"3-more/01-x.md": slide("x")}, ["3-more/01-x.md: module.yaml has no section 'more'"]),
        ({THREE: None}, ["module.yaml: the section 'practice' has no slides (folder <number>-practice/)"]),
        ({"notes.txt": b"x"}, ["notes.txt: this file has no place in a module; see docs/authoring.md, The folder"]),
        (
            {"1-basics/one.md": b"x"},
            ["1-basics/one.md: this file has no place in a module; see docs/authoring.md, The folder"],
        ),
        ({"²": b"x"}, ["²: this file has no place in a module; see docs/authoring.md, The folder"]),
        (
            {"media/a b.png": b""},
            [
                "media/a b.png: this file has no place in a module; see docs/authoring.md, The folder",
                "media/a b.png: this is not a readable PNG picture",
            ],
        ),
        ({"media/x.png": b"text"}, ["media/x.png: this is not a readable PNG picture"]),
        ({"media/x.png": b"0" * 5_100_000}, ["media/x.png: the picture has 5.1 MB; it may have 5 MB"]),
        ({ONE: b"0" * 2_100_000}, [f"{ONE}: the file has 2.1 MB; a text file may have 2 MB"]),
        (
            {ONE: slide("one", body="First\nHere: ") + b"\xff"},
            [f"{ONE}:14: the file is not UTF-8; save it with that encoding"],
        ),
        ({"references.yaml": b"\xe4"}, ["references.yaml:1: the file is not UTF-8; save it with that encoding"]),
        ({"evidence.yaml": None}, ["evidence.yaml: the file is missing"]),
        ({"README.md": b"Anything <b>goes</b> here."}, []),
    ],
)
def test_a_faulty_folder_names_file_and_line(changes, problems):
    files = {path: content for path, content in {**folder(), **changes}.items() if content is not None}
    _, found = read(files)
    assert found == problems


def test_a_module_has_a_size_that_it_cannot_exceed():
    picture = b"0" * 4_900_000
    _, found = read({**folder(), **{f"media/{number}.svg": picture for number in range(9)}})
    assert found[-1] == "module.yaml: the module has 44 MB in all; it may have 40 MB"


def test_all_problems_of_all_files_are_reported_at_once_in_order():
    files = folder(title=None)
    files[ONE] = slide("one", body="<b>x</b> [@nobody] [1](ev:no.such.datum)")
    files[THREE] = slide("one", objectives=["other"])
    files["media/x.png"] = b"text"
    _, found = read(files)
    assert found == [
        f"{ONE}:8: raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it",
        f"{ONE}:8: references.yaml has no 'nobody'",
        f"{ONE}:8: the evidence has no 'no.such'",
        f"{THREE}:2: module.yaml has no objective 'other'",
        f"{THREE}:2: the key 'one' is already used by {ONE}; a key belongs to one slide for ever",
        "media/x.png: this is not a readable PNG picture",
        "module.yaml:2: 'title' is missing",
    ]
