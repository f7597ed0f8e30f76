"""Contributors of the sample module and what they disclose, made by the services."""

import re
from datetime import date, datetime

from courses import services
from courses.domain.disclosures import Declared, Relationship
from courses.models import Contributor, Declaration
from elearning.notices.models import Notice
from tests.factories import MODULE, NOW

ROW = {
    "company": "A company",
    "nature": "consultant",
    "from": date(2026, 1, 1),
    "relevant": True,
    "mitigation": "Peer review",
    "mitigated_by": "Pia",
    "mitigated_on": date(2027, 1, 1),
}
"""A relationship as module.yaml writes it."""
CONSULTANT = Relationship("Roche", "consultant", date(2026, 1, 1))


def contributors(*rows: dict, **changes: object) -> list[dict]:
    """``contributors`` of module.yaml: Ann, with these relationships; None leaves a field out."""
    person = {**MODULE["contributors"][0], "disclosures": list(rows), **changes}
    return [{name: value for name, value in person.items() if value is not None}]


def ann(**changes: object) -> Contributor:
    """Ann, the contributor of the sample module, with ``changes``."""
    found = Contributor.objects.filter(key="ann", module__slug="sample")
    found.update(**changes)
    return found.select_related("module__current_edition").get()


def enter(administrator: object, *relationships: Relationship, now: datetime = NOW, **changes: object) -> Declaration:
    """What Ann declared on paper at ``now``."""
    declared = Declared(**{"on": now.date(), "relationships": relationships, **changes})
    return services.enter_declaration(contributor=ann(), declared=declared, actor=administrator, now=now)


def asked(administrator: object = None, now: datetime = NOW, **changes: object) -> str:
    """The path of the link that Ann is sent at ``now``."""
    ann(email="ann@example.org")
    request = services.request_disclosure(contributor=ann(), actor=administrator, now=now)
    body = Notice.objects.get(kind="disclosure-request", key=str(request.pk)).body
    return re.search(r"https?://[^/]+(/disclosures/\S+)", body)[1]


def filled(*rows: dict, answer: str = "relationships", **more: object) -> dict[str, object]:
    """What a browser posts; each row has the fields company, nature, begins and ends."""
    fields = {
        f"row-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in {"company": "", "nature": "", "begins": "", "ends": "", **row}.items()
    }
    return {"answer": answer, "rows": str(max(len(rows), 1)), **fields, **more}
