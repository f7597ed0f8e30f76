"""The log holds no address by which somebody else could open a page without an account."""

import logging

import pytest
from django.conf import settings

from elearning.logs import WithoutSecrets


def told(path: str) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Unprocessable Entity", path), None)
    assert WithoutSecrets().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/disclosures/Zm9v-secret_1/", "/disclosures/…/"),
        ("/reminders/7:c2lnbmF0dXJl/", "/reminders/…/"),
        ("/accounts/confirm-email/MQ:1abc:def/", "/accounts/confirm-email/…/"),
        ("/accounts/password/reset/key/1-set-password/", "/accounts/password/reset/key/…/"),
        ("/reminders/", "/reminders/"),
        ("/modules/a-module/", "/modules/a-module/"),
    ],
)
def test_a_secret_in_an_address_is_not_told(path, shown):
    assert told(path) == f"Unprocessable Entity: {shown}"


def test_every_handler_leaves_secrets_out():
    assert all("without_secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
