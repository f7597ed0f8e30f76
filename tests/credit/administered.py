"""What administrators and the clock do to the machine's module, written into its books."""

from datetime import datetime, timedelta
from typing import Any

import courses.services
import quizzes.services
from courses.models import Term
from elearning.accounts.models import User
from elearning.certificates import services
from elearning.certificates.domain.statement import AccreditationState
from elearning.certificates.models import Accreditation, Certificate, Completion
from tests.credit import holds
from tests.credit.books import SCHEMES, ZONE, Books, Grant
from tests.quizzes import factories


class Administered:
    """The part of the machine (``test_every_way.Credit``) in which nobody learns."""

    site: factories.Sitting
    admin: User
    books: Books
    term: Term
    now: datetime
    issued: dict[str, dict[str, Any]]
    seen: set[str]
    changed: bool

    # Administrators

    def accredit(self, *, scheme: str, state: str, steps: int, days: int) -> None:
        self.wait(hours=0)
        self.write_down(
            services.set_accreditation(
                module=self.site.module,
                state=AccreditationState(state),
                reason="Letter",
                actor=self.admin,
                now=self.now,
                **self.accreditation(scheme, steps, days),
            )
        )

    def move_the_expiry(self, *, days: int) -> None:
        last = max(self.term.release, self.term.last_valid_day + timedelta(days=days))
        self.extend_to(last)

    def extend_after_a_late_test(self) -> None:
        if any(sitting.at and not sitting.in_time for sitting in self.books.sittings.values()):
            self.extend_to(self.today + timedelta(days=60))
            self.seen.add("extension after a late test")

    def extend_to(self, last: Any) -> None:
        values = {"actor": self.admin, "reason": "Decided", "now": self.now}
        self.term = courses.services.change_term(term=self.term, days={"last_valid_day": last}, **values)
        self.books.last_days[self.term.pk] = last

    def renew(self) -> None:
        if self.today <= self.term.release:
            return
        last = self.today + timedelta(days=365)
        days = {"release": self.today, "last_review": self.today, "last_valid_day": last}
        self.term = courses.services.add_term(
            module=self.site.module, **days, actor=self.admin, reason="Reviewed", now=self.now
        )
        self.books.last_days[self.term.pk] = last
        if self.issued:
            self.seen.add("renewal")

    def withdraw_or_bring_back(self) -> None:
        at = None if self.books.withdrawn else self.now
        values = {"withdrawn_at": at, "withdrawn_reason": "Outdated" if at else ""}
        courses.services.change_module(
            module=self.site.module, values=values, actor=self.admin, reason="Decided", now=self.now
        )
        self.site.module.refresh_from_db()
        self.books.withdrawn = at

    def revoke(self, *, which: int) -> None:
        if self.issued:
            certificate = Certificate.objects.get(number=list(self.issued)[which])
            services.revoke(certificate=certificate, reason="Found out", actor=self.admin, now=self.now)
            self.books.revoked.add(certificate.completion_id)
            self.changed = True
            self.seen.add("revocation")

    def issue_anew(self, *, which: int) -> None:
        if not self.issued:
            return
        row = list(self.issued.values())[which]
        completion = Completion.objects.get(pk=row["completion_id"])
        before = holds.newest(self.issued.values(), completion.pk)
        with self.asking(self.books.sittings[row["completion__attempt_id"]].person):
            services.reissue_certificates(
                completion=completion, name="Ada Anew", reason="Married", actor=self.admin, now=self.now
            )
            assert completion.pk not in self.books.revoked
            after = holds.newest(holds.certificates().values(), completion.pk)
            assert holds.credits_of(after) == holds.credits_of(before)

    def close_what_is_over(self) -> None:
        quizzes.services.close_overdue(now=self.now)
        self.books.close_overdue(self.now)

    # The clock, which only goes on

    def wait(self, *, hours: int) -> None:
        self.now += timedelta(hours=hours, seconds=1)

    def come_to(self, what: str, *, seconds: int) -> None:
        """Come to an instant at which something ends, or to the second before or after it."""
        if what == "end_of_corrections":
            issued = [row["issued_at"] for row in self.issued.values() if row["generation"] == 1]
            instant = max(issued, default=self.now) + timedelta(days=30)
        else:
            instant = getattr(self.books, what)(self.term.pk)
        self.now = max(self.now, instant + timedelta(seconds=seconds))

    # Helpers

    @property
    def today(self) -> Any:
        return self.now.astimezone(ZONE).date()

    def accreditation(self, scheme: str, steps: int, days: int) -> dict[str, Any]:
        opens, given = self.today, SCHEMES[scheme]
        life = {"opens": opens, "closes": opens + timedelta(days=days)}
        return {"body": scheme.upper(), "scheme": scheme, "maximum_credit": given["step"] * steps, **life, **given}

    def write_down(self, row: Accreditation) -> None:
        self.books.grants.append(
            Grant(row.pk, row.scheme, str(row.state), self.now, row.maximum_credit, row.opens, row.closes)
        )
