"""What moves over the wire: measured at the browser, from the server that ``make run`` starts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from elearning.publishing.demonstration import PASSWORD
from tests.bench import servers
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.browser
MODULE = "/modules/her2-metastatic-breast-cancer/"
FIRST_VISIT = 120_000
NEXT_SLIDE = 10_000
"""Bytes, headers included."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration with its compressed files, over a database of its own."""
    folder: Path = tmp_path_factory.mktemp("site")
    env = servers.environment(folder, f"sqlite:///{folder / 'db.sqlite3'}")
    servers.python(env, "manage.py", "collectstatic", "--noinput", "-v", "0")
    servers.python(env, "manage.py", "prepare")
    with servers.serving(servers.SITE, env) as server:
        yield f"http://localhost:{server.port}"


class Wire:
    """Counts the bytes that a page receives."""

    def __init__(self, page: Page) -> None:
        self.page, self.bytes, self.under_way = page, 0, set()
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda event: self.under_way.add(event["requestId"]))
        session.on("Network.loadingFailed", lambda event: self.under_way.discard(event["requestId"]))
        session.on("Network.loadingFinished", self._finished)

    def _finished(self, event: dict) -> None:
        self.under_way.discard(event["requestId"])
        self.bytes += event["encodedDataLength"]

    def taken(self) -> int:
        """Wait until nothing moves any more, and return the bytes since the last call."""
        quiet = 0
        while quiet < 3:
            self.page.wait_for_timeout(30)
            quiet = 0 if self.under_way else quiet + 1
        counted, self.bytes = self.bytes, 0
        return counted


def test_a_first_visit_and_each_next_slide_move_few_bytes(open_page: OpenPage, site: str):
    signed_in = open_page(site=site)
    signed_in.goto("/accounts/login/")
    signed_in.get_by_label("Email").fill("learner@example.org")
    signed_in.get_by_label("Password").fill(PASSWORD)
    signed_in.get_by_role("button", name="Sign in").click()
    signed_in.goto(MODULE)
    signed_in.get_by_role("button", name="Start module").click()
    expect(signed_in.locator(".slide")).to_be_visible()

    # The same learner at another browser, which keeps nothing yet.
    page = open_page(site=site, storage_state=signed_in.context.storage_state())
    wire = Wire(page)
    page.goto(signed_in.url)
    assert 10_000 < wire.taken() <= FIRST_VISIT

    moved = {}
    for _ in range(page.locator("#outline [data-slide]").count() - 1):
        page.keyboard.press("ArrowRight")
        key = page.locator(".slide").get_attribute("data-slide")
        moved[key] = wire.taken()
    assert [key for key, count in moved.items() if count == 0] in ([], [key])  # the last one only posts
    assert {key: count for key, count in moved.items() if count > NEXT_SLIDE} == {}
