"""Every address of the site outside the administration: who visits it, with which arguments; or why it is no page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, get_resolver
from django.utils import timezone

import courses.services
import quizzes.services
from courses import disclosures
from courses.domain.disclosures import Declared
from courses.models import Edition
from elearning.certificates import services as certificates
from elearning.certificates.domain import numbers
from elearning.certificates.models import Certificate
from elearning.evaluation.models import Evaluation
from elearning.followup.models import Review
from elearning.lifecycle import access as lifecycle
from elearning.standards import services as standards
from elearning.standards.models import Panel
from quizzes.models import Attempt
from tests.courses.disclosing import asked
from tests.evaluation.factories import evaluate
from tests.journeys import scenes
from tests.journeys.scenes import Learner


@dataclass(frozen=True)
class Site:
    """What the pages show. The graduate failed and passed; the sitter is in the middle of the test."""

    her2: Edition
    sample: Edition
    asking: Edition
    translated: Edition
    graduate: Learner
    sitter: Learner
    secured: Learner
    failed: Attempt
    passed: Attempt
    open: Attempt
    certificate: Certificate
    evaluation: Evaluation
    panel: Panel
    question: str


def furnished() -> Site:
    """Return a site on which every page has something to show."""
    now, earlier = timezone.now(), timezone.now() - timedelta(hours=3)
    her2, sample = scenes.her2(earlier), scenes.sample(earlier, pretest=3)
    asking, translated = scenes.asking(earlier), scenes.translated(earlier)
    graduate = scenes.learner("graduate@example.org", "Grażyna Graduate")
    sitter = scenes.learner("sitter@example.org", "Sam Sitter")
    secured = scenes.learner("secured@example.org", "Sol Secured")
    for person in (graduate, sitter, secured):
        scenes.has_read(person, her2, earlier)
    scenes.has_read(graduate, sample, earlier)
    scenes.has_read(graduate, asking, earlier)
    scenes.has_read(sitter, asking, earlier, answering=False)
    scenes.has_read(sitter, translated, earlier)
    scenes.has_read(secured, sample, earlier)
    quizzes.services.submit_pretest(learner=graduate, edition=sample, answers={"early-1": 1}, now=earlier)
    failed = scenes.finish(scenes.begin(graduate, her2, earlier), earlier, right=False)
    passed = scenes.finish(scenes.begin(graduate, her2, now), now, right=True)
    scenes.finish(scenes.begin(graduate, sample, now), now, right=True)
    wish = certificates.Wish(graduate.name)
    (issued,) = certificates.claim_certificates(learner=graduate, attempt=passed, wish=wish, now=now)
    plans = {"changes": ["guideline", "own"], "own_change": ["Ask a pharmacist."], "reminder": ["30"]}
    sent = evaluate(passed, now, improve=["Shorter, please."], **plans)
    scenes.allows_reports(graduate, now)
    scenes.learnt_elsewhere(graduate, now)
    claimed = scenes.finish(scenes.begin(graduate, asking, now), now, right=True)
    certificates.claim_certificates(learner=graduate, attempt=claimed, wish=wish, now=now)
    question = scenes.is_asked_again(graduate, issued.completion, now)
    open_attempt = scenes.begin(sitter, her2, now)
    EmailAddress.objects.create(user=sitter, email="second@example.org", verified=False)
    people = (graduate, sitter, secured)
    results = (failed, passed, open_attempt, issued, sent, judged(her2, [graduate, sitter], earlier), question)
    return Site(her2, sample, asking, translated, *people, *results)


def judged(edition: Edition, judges: list[Learner], now: datetime) -> Panel:
    """Return a panel in its second round, in whose first the judges differed."""
    opened = standards.open_panel(test=edition.test, title="Spring", rounds=2, judges=judges, actor=None, now=now)
    keys = list(edition.test.items.bank().values_list("key", flat=True))
    for judge, percent in zip(opened.judges.order_by("pk"), (40, 75), strict=True):
        standards.rate_items(judge=judge, number=1, ratings=dict.fromkeys(keys, percent), now=now)
    return standards.close_round(panel=opened, number=1, finish=False, actor=None, now=now)


def addresses() -> set[str]:
    """Return the names of all URL patterns outside the administration; one without a name counts as its route."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        elif pattern.namespace != "admin":
            yield from _names(pattern.url_patterns)


def no_arguments(site: Site) -> list[Any]:
    return []


def never_issued(site: Site) -> list[Any]:
    """Return a number without a typing error that no certificate has."""
    return [numbers.certificate_number(bytes(numbers.ENTROPY_BYTES))]


def wrong_keys(*keys: str) -> Callable[[Site], list[Any]]:
    return lambda _: list(keys)


@dataclass(frozen=True)
class Visit:
    """One visit: ``who`` comes, with which arguments of the address, and where the page then is (default: there)."""

    who: str
    arguments: Callable[[Site], list[Any]] = no_arguments
    ends_at: str = ""


def her2(site: Site) -> list[Any]:
    return [site.her2.module.slug]


def sample(site: Site) -> list[Any]:
    return [site.sample.module.slug]


def asking(site: Site) -> list[Any]:
    return [site.asking.module.slug]


def asking_slide(key: str) -> Callable[[Site], list[Any]]:
    return lambda site: [site.asking.module.slug, key]


def slide(key: str) -> Callable[[Site], list[Any]]:
    return lambda site: [site.her2.module.slug, key]


def german(*arguments: str) -> Callable[[Site], list[Any]]:
    return lambda site: [site.translated.module.slug, "de", *arguments]


def disclosing(*, answered: bool) -> Callable[[Site], list[Any]]:
    """Return the token of a link sent to the contributor of the sample module: to the form, or to what it took."""

    def link(site: Site) -> list[Any]:
        path, now = asked(now=timezone.now()), timezone.now()
        token = path.split("/")[2]
        if answered:
            request = disclosures.request_of(token, now)
            courses.services.answer_request(request=request, declared=Declared(now.date()), now=now)
        return [token]

    return link


def reset_key(site: Site) -> list[Any]:
    return [user_pk_to_url_str(site.sitter), default_token_generator.make_token(site.sitter)]


def confirmation_key(site: Site) -> list[Any]:
    return [EmailConfirmationHMAC(EmailAddress.objects.get(verified=False)).key]


PAGES = {
    "home": [Visit("stranger"), Visit("graduate")],
    "module": [
        Visit("stranger", her2),
        Visit("sitter", her2),
        Visit("graduate", her2),
        Visit("sitter", sample),
        Visit("sitter", asking),
        Visit("sitter", german()),
        Visit("graduate", sample),
    ],
    "my-learning": [Visit("graduate"), Visit("sitter")],
    "profile": [Visit("graduate")],
    "reporting": [Visit("graduate"), Visit("sitter")],
    "transcript": [Visit("graduate"), Visit("sitter")],
    "external-credit-add": [Visit("graduate")],
    "external-credit": [Visit("graduate", lambda site: [site.graduate.external_credits.get().pk])],
    "privacy-erase": [Visit("graduate")],
    "privacy-erased": [Visit("stranger")],
    "slides-overview": [Visit("sitter", her2), Visit("sitter", asking), Visit("sitter", german())],
    "slide": [
        *(Visit("sitter", slide(key)) for key in ("why-her2", "cleopatra", "her-family", "landscape", "take-home")),
        *(Visit(who, asking_slide(key)) for who in ("sitter", "graduate") for key in ("one", "two")),
        *(Visit("sitter", german(key)) for key in ("one", "two")),
    ],
    "module-print": [Visit("sitter", her2), Visit("sitter", asking), Visit("sitter", german())],
    "disclosure-form": [
        Visit("stranger", disclosing(answered=False)),
        Visit("stranger", disclosing(answered=True)),
        Visit("stranger", wrong_keys("not-a-token")),
    ],
    "pretest": [Visit("secured", sample)],
    "pretest-result": [Visit("graduate", sample)],
    "test": [Visit("sitter", her2), Visit("graduate", her2), Visit("secured", her2)],
    "test-item": [Visit("sitter", lambda site: [site.open.module.slug, site.open.pk, 1])],
    "test-submit": [
        Visit("sitter", lambda site: [site.open.module.slug, site.open.pk]),
        Visit("graduate", lambda site: [site.passed.module.slug, site.passed.pk]),
    ],
    "test-result": [
        Visit("graduate", lambda site: [site.failed.module.slug, site.failed.pk]),
        Visit("graduate", lambda site: [site.passed.module.slug, site.passed.pk]),
    ],
    "report-slide": [Visit("sitter", slide("cleopatra"))],
    "report-item": [
        Visit("sitter", lambda site: [site.open.module.slug, site.open.pk, 1]),
        Visit("graduate", lambda site: [site.failed.module.slug, site.failed.pk, 1]),
    ],
    "panels": [Visit("graduate"), Visit("secured")],
    "panel": [Visit("graduate", lambda site: [site.panel.pk])],
    "panel-hofstee": [Visit("graduate", lambda site: [site.panel.pk])],
    "evaluation": [Visit("graduate", her2), Visit("graduate", sample), Visit("sitter", her2, ends_at="module")],
    "commitments": [Visit("graduate", lambda site: [site.evaluation.pk])],
    "certificate": [Visit("graduate", her2), Visit("graduate", sample), Visit("sitter", her2)],
    "followup": [Visit("graduate", her2), Visit("graduate", asking), Visit("graduate", sample, ends_at="certificate")],
    "followup-question": [Visit("graduate", lambda _: [Review.objects.get(answered_at__isnull=False).pk])],
    "followup-link": [Visit("stranger", lambda site: [site.question]), Visit("stranger", wrong_keys("not-a-token"))],
    "followup-link-stop": [Visit("stranger", lambda site: [site.question])],
    "verify": [Visit("stranger")],
    "verify-file": [Visit("stranger", ends_at="verify")],
    "verify-certificate": [
        Visit("stranger", lambda site: [site.certificate.number]),
        Visit("stranger", never_issued),
        Visit("stranger", wrong_keys("AAAA-AAAA-AAAB")),
    ],
    "reminders": [Visit("graduate")],
    "reminders-stop": [Visit("stranger", lambda site: [lifecycle.learner_key(site.graduate.pk)])],
    "account_login": [Visit("stranger")],
    "account_logout": [Visit("sitter")],
    "account_signup": [Visit("stranger")],
    "account_inactive": [Visit("stranger")],
    "account_reauthenticate": [Visit("sitter")],
    "account_email": [Visit("sitter")],
    "account_email_verification_sent": [Visit("stranger")],
    "account_confirm_email": [Visit("stranger", confirmation_key), Visit("stranger", wrong_keys("not-a-key"))],
    "account_change_password": [Visit("sitter")],
    "account_set_password": [Visit("sitter", ends_at="account_change_password")],
    "account_reset_password": [Visit("stranger")],
    "account_reset_password_done": [Visit("stranger")],
    "account_reset_password_from_key": [Visit("stranger", reset_key), Visit("stranger", wrong_keys("x", "no-key"))],
    "account_reset_password_from_key_done": [Visit("stranger")],
    "account_confirm_login_code": [Visit("stranger", ends_at="account_login")],
    "mfa_index": [Visit("graduate"), Visit("secured")],
    "mfa_activate_totp": [Visit("graduate")],
    "mfa_authenticate": [Visit("halfway")],
    "mfa_reauthenticate": [Visit("secured")],
    "mfa_deactivate_totp": [Visit("secured")],
    "mfa_view_recovery_codes": [Visit("secured")],
    "mfa_generate_recovery_codes": [Visit("secured")],
}

NO_PAGES = {
    "health": "JSON for a monitor",
    "privacy-data": "a file",
    "module-start": "takes a POST and leads to a slide",
    "slide-seen": "takes a POST of the player",
    "slide-question": "takes a POST and leads to the slide",
    "picture": "a picture",
    "pretest-begin": "takes a POST and leads to the pre-test",
    "test-begin": "takes a POST and leads to an item",
    "test-answer": "takes a POST and leads to the next item",
    "test-pause": "takes a POST and leads to the test",
    "test-resume": "takes a POST and leads to an item",
    "commitments-stop": "takes a POST and leads to the plans",
    "followup-pace": "takes a POST and leads to the follow-up",
    "followup-pause": "takes a POST and leads to the follow-up",
    "followup-resume": "takes a POST and leads to the follow-up",
    "followup-stop": "takes a POST and leads to the follow-up",
    "followup-ask": "takes a POST and leads to the question",
    "certificate-pdf": "a document",
    "reporting-identity": "takes a POST and leads to the page Reporting",
    "reporting-number": "takes a POST and leads to the page Reporting",
    "reporting-number-remove": "takes a POST and leads to the page Reporting",
    "reporting-consent": "takes a POST and leads to the page Reporting",
    "transcript-pdf": "a document",
    "transcript-csv": "a file",
    "external-credit-remove": "takes a POST and leads to the transcript",
    "external-credit-file": "a file",
    "badge-png": "a picture",
    "badge-svg": "a picture",
    "badge-jwt": "a text file",
    "badge-issuer": "JSON for wallets",
    "badge-keys": "JSON for wallets",
    "badge-key": "JSON for wallets",
    "badge-achievement": "JSON for wallets",
    "badge-picture": "a picture",
    "badge-status": "a signed list for wallets",
    "mfa_download_recovery_codes": "a text file",
}
