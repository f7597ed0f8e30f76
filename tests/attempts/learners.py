"""What learners do, honest and hostile ones: the rules of the machine that are theirs."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import consumes, multiple, rule

from courses.models import Progress
from quizzes import services
from tests.attempts.acting import Acting, if_any, outcome
from tests.attempts.books import CLOSED, NOT_FOUND, Sitting
from tests.attempts.drawn import HANDED_IN, HOW, ITEM, NOTED, PICK, REQUESTS, REVISION, RIGHT, SITTINGS, WHO, among
from tests.attempts.saving import Request, Saved


class Learning(Acting):
    @rule(target=SITTINGS, who=WHO, unseen=among(0, 0, 2))
    def begin(self, who: int, unseen: int) -> Any:
        return self.begin_one(self.books.people[who], unseen) or multiple()

    @rule(sitting=SITTINGS, right=RIGHT, beside=NOTED)
    def answer_all(self, sitting: Sitting, right: str, beside: str) -> None:
        """Answer as many items rightly as are needed, one less, or all of them, and the others wrongly."""
        if self.books.is_over(sitting, self.now):
            return
        count = len(sitting.paper)
        enough = -(-sitting.policy["pass_percent"] * count // 100)
        rightly = {"enough": enough, "too few": enough - 1, "all": count}[right]
        for item in range(1, count + 1):
            self.answer_whole(sitting, item, "right" if item <= rightly else "wrong", beside)
            if not sitting.policy["back"]:
                self.leave(sitting=sitting, item=sitting.reached)

    @rule(
        target=HANDED_IN,
        sitting=consumes(SITTINGS),
        right=among("enough", "too few", "enough", "too few", "all", None),
        beside=NOTED,
    )
    def hand_in(self, sitting: Sitting, right: str | None, beside: str) -> Sitting:
        """Hand in, as most learners do after answering every item; ``right`` is None where it is left as it is."""
        if right is not None:
            self.answer_all(sitting=sitting, right=right, beside=beside)
        self.submit(sitting)
        return sitting

    @rule(
        target=REQUESTS,
        sitting=SITTINGS,
        item=ITEM,
        how=HOW,
        pick=PICK,
        beside=NOTED,
        revision=REVISION,
        times=among(1, 1, 2),
    )
    def answer(
        self, sitting: Sitting, item: int, how: str | None, pick: int, beside: str, revision: str | None, times: int
    ) -> Request:
        """Answer, or only note something beside an answer; a page that hears nothing says it again."""
        request = self.write(sitting, item, how=how, pick=pick, beside=beside, revision=revision)
        for _ in range(times):
            self.sent_by_its_learner(request)
        return request

    @rule(target=REQUESTS, sitting=SITTINGS, item=ITEM, how=HOW, revision=REVISION)
    def fill_in(self, sitting: Sitting, item: int, how: str, revision: str | None) -> Request:
        """Fill in a page whose request is held up on its way: it comes when ``send`` says so, or never."""
        return self.write(sitting, item, how=how, revision=revision)

    @rule(request=REQUESTS)
    def send(self, request: Request) -> None:
        """Send what was filled in, or what was sent before once more, whatever was sent since."""
        self.sent_by_its_learner(request)

    @rule(target=REQUESTS, sitting=SITTINGS, item=ITEM, first=HOW, second=HOW, revision=REVISION)
    def answer_in_two_tabs(self, sitting: Sitting, item: int, first: str, second: str, revision: str | None) -> Any:
        """Two tabs show the same item, and the answer given first comes last."""
        requests = [self.write(sitting, item, how=how, revision=revision) for how in (first, second)]
        outcomes = [self.sent_by_its_learner(request) for request in reversed(requests)]
        self.reach(f"two tabs: {', '.join(outcomes)}")
        return multiple(*requests)

    @rule(request=REQUESTS)
    def reach_for_anothers(self, request: Request) -> None:
        """Ask at each door for what belongs to the other learner, or to nobody."""
        owner = self.books.sittings[request.attempt].person
        stranger = next(each for each in self.books.people if each is not owner)
        self.send_as(stranger, request)
        for number in (request.attempt, 10**9, 10**30):
            given = {"learner": stranger.user, "attempt_id": number, "now": self.now}
            for service in (services.submit_attempt, services.pause_attempt, services.resume_attempt):
                assert outcome(service, **given) == NOT_FOUND
            for service in (services.show_item, services.leave_item):
                assert outcome(service, **given, number=1) == NOT_FOUND
        self.reach("another's")

    @rule(sitting=SITTINGS, how=among("right", "wrong", "part", "other"))
    def work_through_case(self, sitting: Sitting, how: str) -> None:
        places = [place["item"] for place in sitting.paper]
        if "case" in places:
            self.answer_whole(sitting, places.index("case") + 1, how)

    @rule(sitting=SITTINGS, item=ITEM)
    def show(self, sitting: Sitting, item: int) -> None:
        reason = self.books.why_not_open(sitting, item, self.now)
        self.do(services.show_item, sitting, reason, number=item)
        if not reason:
            sitting.saved.setdefault(sitting.paper[item - 1]["item"], Saved())

    @if_any(lambda each: not each.policy["back"])
    @rule(sitting=SITTINGS, item=ITEM)
    def leave(self, sitting: Sitting, item: int) -> None:
        reason = self.books.why_not_leave(sitting, item, self.now)
        self.do(services.leave_item, sitting, reason, number=item)
        if not reason and not sitting.policy["back"] and item == sitting.reached:
            sitting.reached += 1

    @if_any(lambda each: each.policy["pause_minutes"])
    @rule(sitting=SITTINGS, minutes=among(0, 1, 9), resume=st.booleans())
    def pause(self, sitting: Sitting, minutes: int, resume: bool) -> None:
        """Let the clock stand still, come back after a while and answer, before one says that it shall run again."""
        self.do(services.pause_attempt, sitting, self.books.pause(sitting, self.now))
        self.wait_for(minutes=minutes)
        self.sent_by_its_learner(self.write(sitting, sitting.reached, how="right"))
        if resume:
            self.resume(sitting=sitting)

    @if_any(lambda each: each.paused)
    @rule(sitting=SITTINGS)
    def resume(self, sitting: Sitting) -> None:
        over = self.books.is_over(sitting, self.now)
        self.reach("resumed", reached=not over and sitting.stands_still(self.now))
        self.do(services.resume_attempt, sitting, CLOSED if over else "")
        if not over:
            sitting.run_on(self.now)

    @rule(sitting=HANDED_IN, item=ITEM, act=among("answer", "hand_in", "show", "leave", "pause", "resume"))
    def return_to(self, sitting: Sitting, item: int, act: str) -> None:
        """Try to go on where everything is over."""
        if act == "answer":
            self.sent_by_its_learner(self.write(sitting, item, how="right"))
        elif act == "hand_in":
            self.submit(sitting)
        elif act == "pause":
            self.pause(sitting=sitting, minutes=0, resume=False)
        elif act == "resume":
            self.resume(sitting=sitting)
        else:
            getattr(self, act)(sitting=sitting, item=item)

    @if_any(lambda each: each.policy["remedial"])
    @rule(who=WHO, slides=st.lists(among("biology", "testing"), unique=True, min_size=1))
    def see_slides(self, who: int, slides: list[str]) -> None:
        person = self.books.people[who]
        for slide in slides:
            person.slides[slide] = self.now
            first = {"edition": self.site.edition, "content_hash": "1", "first_seen": self.now}
            Progress.objects.update_or_create(
                learner=person.user,
                module=self.site.module,
                slide_key=slide,
                defaults={"last_seen": self.now},
                create_defaults={**first, "last_seen": self.now},
            )
