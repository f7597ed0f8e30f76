"""What would stop a certificate when its learner asks for it is refused when it is entered."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from elearning.certificates import services
from elearning.certificates.checks import provider_can_be_printed
from elearning.certificates.models import Accreditation, Certificate, Revocation
from tests.certificates.factories import NOW, Passed, accreditation, administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("values", [{"body": "日本医学会"}, {"credit_name": "Points \N{GRINNING FACE}"}])
def test_a_body_or_credit_that_certificates_cannot_print_is_refused(values):
    sitting = Passed()
    with pytest.raises(ValidationError, match="Certificates cannot print"):
        accreditation(sitting.module, **values)
    assert Accreditation.objects.count() == 0


@pytest.mark.parametrize("days", [{"closes": date(9999, 12, 31)}, {"opens": date(1, 1, 1)}])
def test_days_at_the_end_of_the_calendar_are_refused_and_claims_go_on(days):
    sitting = Passed()
    with pytest.raises(ValidationError):
        accreditation(sitting.module, **days)
    assert services.certificate_pdf(certificate=sitting.claim(), now=NOW).startswith(b"%PDF")


def test_a_second_revocation_says_that_there_was_one_and_keeps_the_first_reason(client):
    certificate = Passed().claim()
    client.force_login(administrator())
    address = reverse("admin:certificates_certificate_revoke", args=[certificate.pk])
    client.post(address, {"reason": "First"})
    assert "already revoked" in client.post(address, {"reason": "Second"}).content.decode()
    assert list(Revocation.objects.values_list("reason", flat=True)) == ["First"]


def test_a_link_checker_may_ask_for_the_head_of_a_verification_page(client):
    sitting = Passed()
    certificate = sitting.claim()
    assert client.head(reverse("verify-certificate", args=[certificate.number])).status_code == 200
    client.force_login(sitting.learner)
    assert client.head(reverse("certificate", args=[sitting.module.slug])).status_code == 200
    assert Certificate.objects.count() == 1


def test_a_provider_that_certificates_cannot_print_is_told_at_the_start(settings):
    assert provider_can_be_printed(None) == []
    settings.SITE_PROVIDER = "日本"
    assert [problem.id for problem in provider_can_be_printed(None)] == ["certificates.E001"]
