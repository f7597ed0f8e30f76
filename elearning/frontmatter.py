"""What the module page shows of disclosures before the first slide."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from courses import disclosures
from courses.domain.requirements import unmet_disclosures
from courses.languages import Reading
from courses.texts import describe_disclosure


def disclosure_context(reading: Reading, now: datetime) -> dict[str, Any]:
    """Return the statement that is shown, whether it changed since the learner began, and what stands against it.

    ``reading`` comes from ``courses.access.newest_reading``. A demonstration lists what stands against it.
    """
    edition = reading.edition
    persons = disclosures.persons_of(edition, now)
    statement = disclosures.statement_of(edition, now, persons)
    today = now.astimezone(ZoneInfo(edition.module.time_zone)).date()
    unmet = unmet_disclosures(persons, today) if edition.module.demonstration else []
    return {
        "statement": statement,
        "disclosures_changed": bool(edition.disclosed) and edition.disclosed != statement.sha256,
        "unmet_disclosures": [describe_disclosure(each) for each in unmet],
    }
