"""A learner at a browser who sits one attempt after the other, and remembers what the site said was saved."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Event
from typing import Any
from urllib.parse import urlencode

from tests.attempts import answers
from tests.attempts.saving import Request, Saved, after, contradicts

TOKEN = "s" * 32
PLACE = re.compile(r"/test/(\d+)/(\d+)/$")
REVISION = re.compile(r'name="revision" value="(\d+)"')
HOW = ("right", "wrong", "part", "other", "other", "wrong", "blank")
NOTES = ("", "Ask Ann", "≥ 2 weeks")
SECONDS = 30


@dataclass
class Sheet:
    """An attempt as its learner knows it. ``asked`` is by item what was sent and not acknowledged, with its effect."""

    attempt: int
    paper: list[dict[str, Any]]
    saved: dict[str, Saved] = field(default_factory=dict)
    asked: dict[str, tuple[Request, Saved]] = field(default_factory=dict)
    handing_in: bool = False
    handed_in: bool = False

    def cut_off(self, stored: dict[str, Saved]) -> list[bool]:
        """Return, for each answer that was sent and has no reply, whether it is ``stored`` all the same."""
        return [stored.get(key) == becomes for key, (_, becomes) in self.asked.items()]

    def lost(self, stored: dict[str, Saved]) -> list[str]:
        """Compare what is ``stored`` with what was acknowledged; return what was lost.

        A request without an answer may have been done or not. Either way it will be sent once more.
        """
        lost = []
        for key in (place["item"] for place in self.paper):
            possible = [self.saved.get(key), *(self.asked[key][1:] if key in self.asked else ())]
            if (found := stored.get(key)) not in possible:
                lost.append(f"attempt {self.attempt}, {key}: acknowledged and asked {possible}, stored {found}")
        return lost


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Wrong(Exception):
    """The site answered something that no learner should be told here."""


class Learner:
    """``paper_of`` looks up the paper of an attempt, which a browser would see page by page."""

    def __init__(self, *, port: int, slug: str, session: str, seed: int, paper_of: Any) -> None:
        self.port, self.slug, self.random, self.paper_of = port, slug, Random(seed), paper_of
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        self.sheets: list[Sheet] = []
        self.acknowledged = self.submitted = self.broken = 0
        self.beginning = False
        self.failed: list[str] = []
        self.connection: HTTPConnection | None = None

    def sit(self, killed: Event) -> None:
        """Work until the server was ``killed``; whose connection breaks before, opens the page once more."""
        while not killed.is_set():
            try:
                self.work(killed)
            except (OSError, HTTPException):
                self.connection = None
                self.broken += not killed.is_set()

    def work(self, killed: Event) -> None:
        self.begin()
        for key in list(self.sheets[-1].asked):
            self.send(self.sheets[-1], key)
        while not killed.is_set():
            if self.random.random() < 0.04:
                self.hand_in()
                self.begin()
            else:
                self.answer()

    def begin(self) -> None:
        """Begin an attempt, or go on with the open one; a page that is loaded anew shows what is saved."""
        self.beginning = True
        response = self.ask("POST", "begin/")
        found = PLACE.search(response.headers.get("Location", ""))
        if response.status != 302 or found is None:
            raise Wrong(f"begin: {response.status} {response.headers.get('Location')}")
        attempt = int(found[1])
        if not self.sheets or self.sheets[-1].attempt != attempt:
            self.sheets.append(Sheet(attempt, self.paper_of(attempt)))
        self.beginning = False
        page = self.ask("GET", f"{attempt}/{found[2]}/")
        shown = REVISION.search(page.text)
        if page.status != 200 or shown is None:
            raise Wrong(f"item: {page.status}")

    def answer(self) -> None:
        """Answer an item as the page's script does, with the revision that the page knows."""
        sheet = self.sheets[-1]
        number = self.random.randint(1, len(sheet.paper))
        place, key = sheet.paper[number - 1], sheet.paper[number - 1]["item"]
        saved = sheet.saved.get(key, Saved())
        request = self.request(sheet.attempt, number, place, saved)
        becomes = after(saved, place, request)
        if becomes is not None and not contradicts(saved, request):  # else a question of the case that is not open
            sheet.asked[key] = request, becomes
            self.send(sheet, key)

    def send(self, sheet: Sheet, key: str) -> None:
        request, becomes = sheet.asked[key]
        response = self.ask("POST", f"{sheet.attempt}/{request.number}/answer/", self.body(request))
        if response.status != 200 or response.headers.get("X-Answer") != "saved":
            raise Wrong(f"answer to {key}: {response.status} {response.headers.get('X-Answer')}")
        sheet.saved[key] = becomes
        del sheet.asked[key]
        self.acknowledged += 1

    def request(self, attempt: int, number: int, place: dict[str, Any], saved: Saved) -> Request:
        how = "wrong" if number == 1 else self.random.choice(HOW)  # nobody passes, so that nobody stops
        fields, meant = answers.form(place["item"], place["options"], how, self.random.randint(0, 11))
        confidence = self.random.choice(("sure", "unsure", "guess"))
        beside = {"flagged": self.random.random() < 0.5, "note": self.random.choice(NOTES), "confidence": confidence}
        return Request(attempt, number, fields, meant, {**beside, "struck": [1, 2][: number % 3]}, saved.revision)

    def body(self, request: Request) -> str:
        beside = {**request.beside, "revision": request.revision}
        beside = {name: value for name, value in beside.items() if name != "flagged" or value}
        return urlencode({**beside, **request.posted}, doseq=True)

    def hand_in(self) -> None:
        sheet = self.sheets[-1]
        sheet.handing_in = True
        response = self.ask("POST", f"{sheet.attempt}/submit/")
        if response.status != 302 or "result" not in response.headers["Location"]:
            raise Wrong(f"submit: {response.status}")
        sheet.handed_in = True
        self.submitted += 1

    def ask(self, method: str, path: str, body: str = "") -> "Answer":
        """Send a request and return its answer with the ``text``. Raises what a lost connection raises."""
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        headers = {**self.headers, **({"HX-Request": "true"} if path.endswith("answer/") else {})}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        self.connection.request(method, f"/modules/{self.slug}/test/{path}", body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status >= 500:
            self.failed.append(f"{method} {path}: {response.status}")
            raise ConnectionError  # the browser has no answer either
        return Answer(response.status, dict(response.headers), text)

    def errors(self) -> list[str]:
        """Return the server's errors since this was asked last."""
        errors, self.failed = self.failed, []
        return errors
