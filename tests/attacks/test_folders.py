"""Folders that would break a database, a certificate or the reader itself are refused with a located message."""

from datetime import date

import pytest

from elearning.publishing import services
from tests import factories
from tests.factories import MODULE, folder, slide

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"></svg>'


def first_load(**values):
    return folder(first_load={**MODULE["first_load"], **values})


def credit(**values):
    return first_load(
        accreditations=[{"body": "A society", "scheme": "own", "credit_name": "Points", "state": "none", **values}]
    )


BROKEN = {
    "a module's title that no column holds": (folder(title="x" * 251), "module.yaml:2: 'title'"),
    "a title that certificates cannot print": (folder(title="日本"), "certificates cannot print"),
    "a body that certificates cannot print": (credit(body="日本"), "certificates cannot print"),
    "a scheme that no column holds": (credit(scheme="x" * 201), "'scheme'"),
    "a slide's title that no column holds": (
        {**folder(), "1-basics/01-one.md": slide("one", title="x" * 251)},
        "1-basics/01-one.md:3: 'title'",
    ),
    "a path that no column holds": ({**folder(), f"media/{'a' * 245}.svg": SVG}, "characters with its folder"),
    "a release at the beginning of the calendar": (first_load(release=date(1, 1, 1)), "'release'"),
    "a tag that does not fit": (
        {**folder(), "evidence.yaml": b"a: !!timestamp x\n"},
        "evidence.yaml:1: not valid",
    ),
    "another one": ({**folder(), "module.yaml": b"a: !!bool maybe\n"}, "module.yaml:1: not valid"),
    "lists nested without end": (
        {**folder(), "1-basics/01-one.md": slide("one", body="1. " * 1000)},
        "nested too deeply",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_refused(case):
    files, message = BROKEN[case]
    module, problems = services.check(files)
    assert module is None
    assert any(message in str(problem) for problem in problems), problems


def test_the_folder_without_these_faults_is_accepted():
    assert services.check(factories.folder())[1] == []
