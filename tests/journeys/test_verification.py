"""A stranger holds a certificate's PDF against the site: chosen or dropped, as it was downloaded or altered."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.models import Edition
from elearning.certificates import services as certificates
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DROP = """([area, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], "certificate.pdf", { type: "application/pdf" }));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    area.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }
}"""


def downloaded(page: Page, dana: Learner, edition: Edition, folder: Path) -> Path:
    """Return the file of the certificate that Dana earned in ``edition``, as her browser saved it."""
    now = timezone.now()
    scenes.has_read(dana, edition, now)
    passed = scenes.finish(scenes.begin(dana, edition, now), now, right=True)
    wish = certificates.Wish(dana.name)
    (issued,) = certificates.claim_certificates(learner=dana, attempt=passed, wish=wish, now=now)
    steps.sign_in(page, dana, to=f"/modules/{edition.module.slug}/certificate/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download certificate").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == f"certificate-{issued.number}.pdf"
    return path


def drop(page: Page, content: bytes) -> None:
    """Drop a file with ``content`` on the form."""
    with page.expect_navigation():
        page.evaluate(DROP, [page.locator("[data-drop-file]").element_handle(), list(content)])


def expect_answer(page: Page, label: str, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparison of a file")
    expect(page.locator(".verify__label")).to_contain_text(label)
    expect(page.get_by_role("main")).to_contain_text(name)
    assert Axe().run(page).response["violations"] == []


def test_a_downloaded_certificate_is_original_and_an_altered_copy_is_told(
    open_page: OpenPage, sample: Edition, dana: Learner, tmp_path: Path
):
    file = downloaded(open_page(), dana, sample, tmp_path)
    stranger = open_page()
    stranger.goto("/verify/")
    stranger.get_by_label("PDF of the certificate").set_input_files(file)
    steps.press(stranger, "Compare file")
    expect_answer(stranger, "Original", dana.name)
    expect(stranger.locator(".verify__label")).to_contain_text("Valid")
    drop(stranger, file.read_bytes().replace(b"A sample module", b"A simple module"))
    expect_answer(stranger, "Altered", dana.name)
    drop(stranger, file.read_bytes())
    expect_answer(stranger, "Original", dana.name)
