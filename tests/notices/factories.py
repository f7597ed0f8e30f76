"""Notices, and mail servers that do what a test asks of them."""

from collections.abc import Sequence
from datetime import timedelta

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from elearning.notices.models import Notice
from elearning.notices.services import queue
from tests.factories import NOW

MINUTE = timedelta(minutes=1)


def put(key: str = "1", *, kind: str = "test", now=NOW, **fields) -> Notice:
    values = {"to": f"reader{key}@example.org", "subject": f"Subject {key}", "body": f"Body {key}", **fields}
    queue(kind=kind, key=key, now=now, **values)
    return Notice.objects.get(kind=kind, key=key)


def reached() -> list[str]:
    """The addresses that mail was sent to so far, in order."""
    return [address for message in mail.outbox for address in message.to]


class Choosy(EmailBackend):
    """Refuses mail to addresses that begin with "nobody"."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if any(address.startswith("nobody") for message in messages for address in message.to):
            raise ConnectionResetError("no such reader")
        return super().send_messages(messages)


class Gone(EmailBackend):
    """Cannot be reached."""

    def open(self) -> None:
        raise ConnectionRefusedError("nobody listens")


class Killer(EmailBackend):
    """Takes the mail; then the process that sent it ends before it can say so."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        super().send_messages(messages)
        raise SystemExit(137)
