import pytest


@pytest.fixture(autouse=True)
def numbers(settings):
    """The provider is known to the bodies."""
    settings.ACCME_PROVIDER_ID = "0001234"
    settings.CEBROKER_PROVIDER_ID = "1234"
    settings.CEBROKER_SUBJECT_AREA = "CME"
