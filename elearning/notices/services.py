"""Queueing e-mails inside the transaction of what they tell, and sending them.

At least once: a runner that is killed after the mail server took a mail, and before the row says so, leaves it to be
sent again when its claim lapses. Two runners never send one notice at the same time: whoever changes ``claimed_until``
from the value it read has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from elearning.notices.models import MAX_ATTEMPTS, Notice

CLAIM = timedelta(minutes=10)
WAITS = [timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)]
"""How long a notice waits after each failure."""
SEND_FOR = 240
"""Seconds after which a run begins no other mail, so that no claim lapses while its mail is being sent."""


@dataclass(frozen=True)
class Message:
    """An e-mail for one occasion (``kind`` and ``key``, opaque ids only); its links are absolute."""

    kind: str
    key: str
    to: str
    subject: str
    body: str


def queue(*, kind: str, key: str, to: str, subject: str, body: str, now: datetime) -> bool:
    """Put an e-mail into the outbox, in the caller's transaction; return whether it is the first for its occasion."""
    row = _row(Message(kind, key, to, subject, body), now)
    values = {name: getattr(row, name) for name in ("to", "subject", "body", "queued_at")}
    _, is_new = Notice.objects.get_or_create(kind=kind, key=key, defaults=values)
    return is_new


def queue_many(messages: Iterable[Message], *, now: datetime) -> None:
    """Put e-mails into the outbox in one statement; those whose occasion had one already are left out."""
    Notice.objects.bulk_create([_row(message, now) for message in messages], ignore_conflicts=True)


def send_pending(*, now: datetime) -> int:
    """Send what is due, the oldest first, and return how many mails the mail server took.

    A notice that fails is tried again later and the others are sent all the same. Raises what the mail backend raises
    when the mail server cannot be reached: no notice has then used up an attempt. To be called outside a transaction.
    """
    sent, began = 0, monotonic()
    due = list(Notice.objects.due(now).order_by("queued_at", "pk").values_list("pk", flat=True))
    if not due:
        return 0
    with get_connection() as connection:
        for pk in due:
            if monotonic() - began > SEND_FOR:
                break
            notice = _claim(pk, now)
            sent += notice is not None and _send(notice, connection, now)
    return sent


def withdraw(*, to: str) -> int:
    """Forget ``to``, whose account is erased: what still waits for it is not sent. Return how many that were."""
    waiting = Notice.objects.filter(to__iexact=to, sent_at__isnull=True)
    return waiting.update(to="", body="", attempts=MAX_ATTEMPTS, last_error="The account was erased.")


def _row(message: Message, now: datetime) -> Notice:
    return Notice(
        kind=message.kind,
        key=message.key,
        to=message.to,
        subject=" ".join(message.subject.split()),  # a line break would end the header
        body=message.body,
        queued_at=now,
    )


def _claim(pk: int, now: datetime) -> Notice | None:
    """Return the notice for this runner alone, or None when another has it. The attempt counts from here on."""
    claimed = Notice.objects.due(now).filter(pk=pk).update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    return Notice.objects.get(pk=pk) if claimed else None


def _send(notice: Notice, connection: BaseEmailBackend, now: datetime) -> bool:
    row = Notice.objects.filter(pk=notice.pk, sent_at__isnull=True)
    try:
        EmailMessage(notice.subject, notice.body, None, [notice.to], connection=connection).send()
    except Exception as error:  # noqa: BLE001 whatever one mail meets, the others are sent
        wait = WAITS[notice.attempts - 1] if notice.attempts < MAX_ATTEMPTS else timedelta()
        # Another runner that took over a lapsed claim has counted on: its word stands.
        told = {"claimed_until": now + wait, "last_error": f"{type(error).__name__}: {error}"}
        row.filter(attempts=notice.attempts).update(**told)
        connection.close()
        connection.open()  # what broke may have been the connection; a server that is gone ends the run
        return False
    return bool(row.update(sent_at=now, to="", body="", claimed_until=None, last_error=""))
