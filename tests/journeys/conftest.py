"""Real browsers before the site as it is served. Every page they open is watched: a complaint fails the journey."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from courses.models import Edition
from tests import browser
from tests.journeys import scenes
from tests.journeys.scenes import Learner

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 20_000
"""Milliseconds that a step may take, and that what is expected may take to appear, on a busy machine."""
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser.chromium(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Opens a page of the site on a new device; keyword arguments are those of Playwright's ``new_context``.

    ``expected`` are parts of complaints that the journey provokes. When the journey ends, any other complaint of any
    device fails it: an error in the console, a violation of the security policy, a request that leaves the site.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(*, expected: tuple[str, ...] = (), site: str = live_server.url, **options: Any) -> Page:
        context = chromium.new_context(**{"base_url": site, "reduced_motion": "reduce", "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch(context, site, lambda text: complaints.append(text) if not any(e in text for e in expected) else None)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def watch(context: BrowserContext, site: str, complain: Callable[[str], None]) -> None:
    context.on(
        "console", lambda said: complain(f"{said.type}: {said.text}") if said.type in {"error", "warning"} else None
    )
    context.on("weberror", lambda thrown: complain(f"exception: {thrown.error}"))
    context.on("request", lambda sent: complain(f"leaves the site: {sent.url}") if is_foreign(sent.url, site) else None)


def is_foreign(url: str, site: str) -> bool:
    return not url.startswith((f"{site}/", "data:", "blob:"))


@pytest.fixture
def her2(transactional_db: None) -> Edition:
    """The module that the site is shipped with, valid for a year from today."""
    return scenes.her2(timezone.now())


@pytest.fixture
def sample(transactional_db: None) -> Edition:
    """A module of five slides and three items, valid for a year from today."""
    return scenes.sample(timezone.now())


@pytest.fixture
def asking(transactional_db: None) -> Edition:
    """A module of three slides, valid for a year from today: a check question, a case, and a plain one."""
    return scenes.asking(timezone.now())


@pytest.fixture
def dana(transactional_db: None) -> Learner:
    """A learner with a verified e-mail address."""
    return scenes.learner("dana@example.org", "Dana Wójcik")
