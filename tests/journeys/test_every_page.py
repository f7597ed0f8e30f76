"""What holds for every page: axe finds nothing in either theme, and no phone has to scroll sideways."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from tests.journeys import every_page, steps
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.every_page import NO_PAGES, PAGES, Site, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP = {"width": 1280, "height": 800}
RULES = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},  # the rest of the page is the same
}


def test_every_address_is_visited_or_known_to_be_no_page():
    assert every_page.addresses() == PAGES.keys() | NO_PAGES.keys()


def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(open_page: OpenPage):
    site = every_page.furnished()
    people = signed_in(open_page, site)
    found: list[str] = []
    for name, visits in PAGES.items():
        for visit in visits:
            path = reverse(name, args=visit.arguments(site))
            found += problems(people[visit.who], name, path, visit)
    found += problems(people["stranger"], "", "/nothing/is/here/", Visit("stranger"))
    found += problems(forged(people["stranger"]), "account_login", "", Visit("stranger"))
    assert found == []


def signed_in(open_page: OpenPage, site: Site) -> dict[str, Page]:
    """Return a page for each person; the last one has given the password and is asked for the second factor."""
    people = {who: open_page() for who in ("graduate", "sitter", "secured")}
    for who, page in people.items():
        steps.sign_in(page, getattr(site, who))
        confirm_password(page)
    TOTP.activate(site.secured, generate_totp_secret())
    RecoveryCodes.activate(site.secured)
    people["stranger"] = open_page(expected=("status of 404", "status of 403"))
    people["halfway"] = open_page()
    steps.sign_in(people["halfway"], site.secured, to=reverse("mfa_authenticate"))
    return people


def confirm_password(page: Page) -> None:
    """Do what the pages of the second factor ask for, so that they open."""
    page.goto(f"{reverse('account_reauthenticate')}?next={reverse('profile')}")
    page.get_by_label("Password").fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(f"**{reverse('profile')}")


def forged(page: Page) -> Page:
    """Send a form whose token the browser no longer has."""
    page.goto(reverse("account_login"))
    page.context.clear_cookies()
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill("nothing")
    steps.press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def problems(page: Page, name: str, path: str, visit: Visit) -> Iterator[str]:
    """Yield what is wrong with the page at ``path``; an empty path stands for the page that is already open."""
    if path:
        page.goto(path)
    here = urlsplit(page.url).path
    if name and resolve(here).url_name != (visit.ends_at or name):
        yield f"{visit.who} {name} ends at {here}"
    for theme, options in RULES.items():
        page.emulate_media(color_scheme=theme)
        for violation in Axe().run(page, options=options).response["violations"]:
            places = ", ".join(" ".join(node["target"]) for node in violation["nodes"][:3])
            yield f"{visit.who} {here} {theme}: {violation['id']} at {places}"
    page.set_viewport_size(PHONE["viewport"])
    if steps.is_too_wide(page):
        yield f"{visit.who} {here} is wider than a phone"
    page.set_viewport_size(DESKTOP)
