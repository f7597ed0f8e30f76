"""What an edition that is published meanwhile does to an attempt and its result."""

import pytest

from courses.models import Edition
from tests.quizzes.browse import answer, begin, page, sitting_of
from tests.quizzes.factories import NOW, edition

pytestmark = pytest.mark.django_db


def publish_without(key, sitting):
    """Publish an edition in which the slide ``key`` is gone."""
    outline = [
        {**section, "slides": [slide for slide in section["slides"] if slide["key"] != key]}
        for section in sitting.edition.outline
    ]
    values = {"number": 2, "content_hash": "2", "title": sitting.module.title, "language": "en", "renderer": 1}
    sitting.module.current_edition = Edition.objects.create(
        module=sitting.module, outline=outline, loaded_at=NOW, published_at=NOW, **values
    )
    sitting.module.save()


@pytest.mark.parametrize("reveal", ["after_submit", "never"])
def test_a_result_leads_only_to_slides_that_learners_can_still_read(client, clock, reveal):
    sitting = sitting_of(client, items=2, reveal=reveal)
    attempt = begin(client, sitting)
    answer(client, sitting, attempt, 1, 1)
    result = client.post(page(sitting, "test-submit", attempt.pk)).url
    slide = page(sitting, "slide", "biology")
    assert slide in client.get(result).content.decode()
    publish_without("biology", sitting)
    shown = client.get(result).content.decode()
    assert slide not in shown
    assert "ead again" not in shown


def test_an_attempt_finishes_on_its_own_edition(client, clock):
    sitting = sitting_of(client, items=2)
    attempt = begin(client, sitting)
    edition(sitting.module, number=2)
    answer(client, sitting, attempt, 1, 0)
    answer(client, sitting, attempt, 2, 0)
    client.post(page(sitting, "test-submit", attempt.pk))
    attempt.refresh_from_db()
    assert (attempt.edition, attempt.correct, attempt.earns_credit) == (sitting.edition, 2, True)
