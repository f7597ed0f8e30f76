"""What documents cost: drawing and sealing one, and a thousand by the command; printed as JSON.

Runs in a Django shell with the site's settings, after ``prepare``.
"""

import json
import secrets
import sys
from io import StringIO
from statistics import median
from time import perf_counter, process_time

from django.core.management import call_command
from django.utils import timezone

from elearning.certificates.domain import numbers
from elearning.certificates.models import Certificate
from elearning.certificates.seal.keys import sealing_key
from elearning.certificates.services.documents import sealed_document
from elearning.certificates.snapshot import verify_url

COUNT = 1000
DRAWINGS = 30


def main() -> None:
    drawn = Certificate.objects.complete().filter(file__isnull=False).first()
    json.dump({"one": one(drawn), "batch": batch(drawn), "count": COUNT}, sys.stdout)


def one(certificate: Certificate) -> float:
    """Return the milliseconds of processor time of a document like its own in a process that made one before.

    Each has another name and number: Typst remembers what it has laid out, and certificates differ.
    """
    now = timezone.now()
    key, spent = sealing_key(now), []
    for drawing in range(DRAWINGS):
        certificate.identity.name = f"Ada Number {drawing}"
        certificate.number = numbers.certificate_number(secrets.token_bytes(numbers.ENTROPY_BYTES))
        certificate.facts = {**certificate.facts, "verify_url": verify_url(certificate.number)}
        began = process_time()
        sealed_document(certificate, key, now)
        spent.append(1000 * (process_time() - began))
    return median(spent)


def batch(pattern: Certificate) -> float:
    """Return the seconds in which the command makes the documents of COUNT more certificates like ``pattern``."""
    Certificate.objects.bulk_create(reissued(pattern, generation) for generation in range(2, COUNT + 2))
    said, began = StringIO(), perf_counter()
    call_command("draw_certificates", stdout=said)
    seconds = perf_counter() - began
    if said.getvalue() != f"{COUNT} certificates drawn.\n":
        raise RuntimeError(said.getvalue())
    return seconds


def reissued(pattern: Certificate, generation: int) -> Certificate:
    number = numbers.certificate_number(secrets.token_bytes(numbers.ENTROPY_BYTES))
    return Certificate(
        number=number,
        completion_id=pattern.completion_id,
        identity_id=pattern.identity_id,
        issued_at=pattern.issued_at,
        generation=generation,
        facts={**pattern.facts, "verify_url": verify_url(number)},
    )
