"""A module folder as a whole: each app checks and stores its own part; here they are put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model

import courses.services
import quizzes.services
from courses.domain.content import Content, read_content
from courses.domain.problems import Problem, Problems
from courses.domain.requirements import Unmet, unmet_rules
from courses.models import Edition, Module, Slide
from elearning.accounts.names import normalised, undrawable
from elearning.certificates import services as certificates
from elearning.publishing.preflight.services import refusals
from quizzes.domain.testfile import Known, TestContent, read_test


class Refused(Exception):
    """The folder cannot be loaded or published; ``problems`` are all the reasons, as lines of text."""

    def __init__(self, problems: Iterable[object]) -> None:
        self.problems = [str(problem) for problem in problems]
        super().__init__("\n".join(self.problems))


def refuse_oversized(files: Mapping[str, bytes], oversized: Problems) -> None:
    """Raise Refused, with all that is wrong, when reading the folder left files out."""
    if oversized:
        _, problems = check(files)
        raise Refused(sorted({*oversized.found, *problems}))


@dataclass(frozen=True)
class CheckedModule:
    """A folder without problems: its files, what each app made of them, and what could be better."""

    files: Mapping[str, bytes]
    content: Content
    test: TestContent
    warnings: list[Problem]


def check(files: Mapping[str, bytes]) -> tuple[CheckedModule | None, list[Problem]]:
    """Return the module in ``files``, or None and every problem in order of file and line."""
    problems = Problems()
    content = read_content(files, problems)
    if content is None:
        return None, problems.sorted()
    known = Known(
        objectives=frozenset(content.module.objectives),
        slides={slide.key: slide.section for slide in content.slides},
        references={key: reference.as_listed() for key, reference in content.references.items()},
        pictures=content.pictures,
    )
    test = read_test(
        "test.yaml",
        content.test,
        known=known,
        passage=content.markup.passage,
        illustrated=content.markup.illustrated,
        problems=problems,
        language=content.module.language,
    )
    for name, line, printed in _printed(content):
        if missing := undrawable(normalised(printed)):
            message = f"'{name}': certificates cannot print {', '.join(missing)}; use Latin, Greek or Cyrillic letters"
            problems.add("module.yaml", line, message)
    if problems or test is None:
        return None, problems.sorted()
    return CheckedModule(files, content, test, sorted(set(problems.warnings))), []


def _printed(content: Content) -> list[tuple[str, int, str]]:
    """Return the texts of module.yaml that certificates print: each with its name and line (0: somewhere)."""
    first = content.module.first_load
    credit = [
        (name, 0, row[name] or "")
        for row in (first.accreditations if first else [])
        for name in ("body", "credit_name")
    ]
    return [("title", content.title_line, content.module.title), *credit]


@transaction.atomic
def load(
    *, files: Mapping[str, bytes], publish: bool, substance: Iterable[str], actor: Model | None, now: datetime
) -> tuple[Edition, bool]:
    """Store ``files`` as a new edition, and publish it where asked. Return it and whether anything was stored.

    Raises Refused with every problem; the database is then as before.
    """
    module, problems = check(files)
    if module is None:
        raise Refused(problems)
    is_new = not Module.objects.filter(slug=module.content.module.slug).exists()
    if is_new and module.content.module.first_load is None:
        raise Refused([Problem("module.yaml", 0, "the module is new, so it needs 'first_load' with its dates")])
    edition, stored = courses.services.store_edition(content=module.content, files=files, actor=actor, now=now)
    if stored:
        courses.services.store_contributors(edition=edition, actor=actor, now=now)
        quizzes.services.store_test(edition=edition, content=module.test)
    if is_new:
        quizzes.services.first_policy(module=edition.module, policy=module.test.policy, actor=actor, now=now)
        rows = module.content.module.first_load.accreditations
        certificates.first_accreditations(module=edition.module, rows=rows, actor=actor, now=now)
    if publish:
        edition = publish_edition(edition=edition, substance=substance, actor=actor, now=now)
    return edition, stored


def publish_edition(*, edition: Edition, substance: Iterable[str], actor: Model | None, now: datetime) -> Edition:
    """Publish a draft. Raises Refused with the unmet rules; a demonstration may be published with them."""
    if edition.published_at is not None:
        return edition
    newer = edition.module.editions.filter(published_at__isnull=False, number__gt=edition.number).first()
    if newer is not None:
        message = f"learners already read edition {newer.number}; load the folder again to make a newer one"
        raise Refused([message])
    unmet = refusals(edition=edition, now=now)
    if unmet and not edition.module.demonstration:
        raise Refused(unmet)
    unknown = set(substance) - {slide.key for slide in edition.slides.all()}
    if unknown:
        raise Refused(f"the edition has no slide '{key}'" for key in sorted(unknown))
    return courses.services.publish_edition(edition=edition, substance=substance, actor=actor, now=now)


def changed_slides(edition: Edition) -> list[Slide]:
    """Return the slides that differ from those of the same key in the published edition before (new ones do not)."""
    before = edition.module.editions.filter(published_at__isnull=False, number__lt=edition.number).first()
    if before is None:
        return []
    hashes = dict(before.slides.values_list("key", "content_hash"))
    return [slide for slide in edition.slides.all() if hashes.get(slide.key, slide.content_hash) != slide.content_hash]


def unmet_of(edition: Edition) -> list[Unmet]:
    """Return the rules that the content of ``edition`` does not meet."""
    front = edition.front_matter
    return unmet_rules(front, front["slide_ai_assisted"], edition.translations)


def files_of(edition: Edition) -> dict[str, bytes]:
    """Return the source files of an edition, byte for byte."""
    rows = edition.source_files.order_by("path").values_list("path", "blob__content")
    return {path: bytes(content) for path, content in rows}


@transaction.atomic
def rebuild(*, edition: Edition) -> None:
    """Render an edition again from its source files after a change of the renderer. Its identity and sources stay."""
    module, problems = check(files_of(edition))
    if module is None:
        raise Refused(problems)
    courses.services.store_rendering(edition=edition, content=module.content)
    quizzes.services.store_rendering(edition=edition, content=module.test)
