"""What the log does not tell: addresses that are keys to a page without an account."""

import logging
import re

SECRET = re.compile(r"/(disclosures|reminders|follow-up|accounts/confirm-email|accounts/password/reset/key)/[^/\s?]+")


class WithoutSecrets(logging.Filter):
    """Puts dots in the place of the secret in an address; Django logs the address of every request it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if SECRET.search(message):
            record.msg, record.args = SECRET.sub(r"/\1/…", message), ()
        return True
