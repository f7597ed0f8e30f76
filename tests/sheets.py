"""Contact sheets: every slide of every module as a learner sees it, on desktop and phone, in light and dark.

``python -m tests.sheets FOLDER [SLUG or SLUG/LANGUAGE ...]`` (``make sheets``) serves a demonstration of its own,
photographs each slide and lays the pictures out in FOLDER, thirty to a sheet, so that a person can look through a
module at a glance.
"""

import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from tests import browser
from tests.bench import servers

DEVICES = {
    "desktop": ({"viewport": {"width": 1280, "height": 800}}, 5, 480),
    "phone": ({"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}, 10, 240),
}
"""The context of each device, how many of its pictures stand side by side on a sheet, and how wide each is there."""
A_SHEET = 30
GAP = 12
GROUND = "#5f6669"
PASSWORD = "demo-elearning"  # of the demonstration accounts


def photographs(page: Page, slug: str, language: str) -> Iterator[tuple[str, Image.Image]]:
    """Yield the key and a picture of each slide, as long as it is on this device."""
    page.goto(f"/modules/{slug}/{language}")
    page.click(".journey__action form button")
    page.wait_for_selector("#outline", state="attached")
    slides = page.eval_on_selector_all("#outline [data-slide]", "all => all.map(one => [one.dataset.slide, one.href])")
    for key, address in slides:
        page.goto(address)
        yield key, Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")


def write_sheets(folder: Path, name: str, pictures: list[tuple[str, Image.Image]], columns: int, width: int) -> None:
    """Write ``pictures`` to sheets of A_SHEET each, every one ``width`` wide under its key."""
    for number, start in enumerate(range(0, len(pictures), A_SHEET), start=1):
        part = [(key, _scaled(picture, width)) for key, picture in pictures[start : start + A_SHEET]]
        rows = [part[index : index + columns] for index in range(0, len(part), columns)]
        heights = [max(picture.height for _, picture in row) + 3 * GAP for row in rows]
        sheet = Image.new("RGB", (columns * (width + GAP) + GAP, sum(heights) + GAP), GROUND)
        draw = ImageDraw.Draw(sheet)
        y = GAP
        for row, height in zip(rows, heights, strict=True):
            for index, (key, picture) in enumerate(row):
                x = GAP + index * (width + GAP)
                draw.text((x, y), key, fill="white")
                sheet.paste(picture, (x, y + int(1.5 * GAP)))
            y += height
        sheet.save(folder / f"{name}-{number}.png", optimize=True)


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, picture.height * width // picture.width), Image.Resampling.LANCZOS)


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", "learner@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")


def main(folder: Path, wanted: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        env = servers.environment(Path(var), f"sqlite:///{var}/db.sqlite3")
        servers.python(env, "manage.py", "prepare")
        servers.python(env, "manage.py", "collectstatic", "--noinput", "-v0")
        with servers.serving(servers.SITE, env) as server:
            chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=["--no-sandbox"])
            for device in DEVICES:
                for scheme in ("light", "dark"):
                    photograph_all(chromium, f"http://localhost:{server.port}", device, scheme, folder, wanted)


def photograph_all(chromium: Browser, site: str, device: str, scheme: str, folder: Path, wanted: list[str]) -> None:
    """Write the sheets of the ``wanted`` modules (or translations, as slug/language) for one device and scheme."""
    options, columns, width = DEVICES[device]
    context = chromium.new_context(base_url=site, color_scheme=scheme, reduced_motion="reduce", **options)
    page = context.new_page()
    sign_in(page)
    for reading in wanted:
        slug, _, language = reading.partition("/")
        pictures = list(photographs(page, slug, f"{language}/" if language else ""))
        name = f"{reading.replace('/', '-')}-{device}-{scheme}"
        write_sheets(folder, name, pictures, columns, width)
        sys.stdout.write(f"{name}: {len(pictures)} slides\n")
    context.close()


if __name__ == "__main__":
    modules = sorted(path.parent.name for path in Path("courses/content").glob("*/module.yaml"))
    main(Path(sys.argv[1]), sys.argv[2:] or modules)
