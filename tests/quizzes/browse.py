"""Going through the pages of a test as a signed-in learner without JavaScript."""

from django.urls import reverse

from quizzes.models import Attempt
from tests.quizzes.factories import Sitting, reads


def sitting_of(client, *, seen=True, **values):
    """A sitting whose learner is signed in and has read the slides."""
    sitting = Sitting(**values)
    if seen:
        reads(sitting.learner, sitting.edition)
    client.force_login(sitting.learner)
    return sitting


def page(sitting, name, *args):
    return reverse(name, args=[sitting.module.slug, *args])


def text_of(response):
    return " ".join(response.content.decode().split())


def begin(client, sitting):
    response = client.post(page(sitting, "test-begin"))
    attempt = Attempt.objects.latest("pk")
    assert response.url == page(sitting, "test-item", attempt.pk, 1)
    return attempt


def shown_place(attempt, number, option):
    return attempt.paper[number - 1]["options"].index(option) + 1


def answer(client, sitting, attempt, number, option, **values):
    return client.post(
        page(sitting, "test-answer", attempt.pk, number),
        {"option": shown_place(attempt, number, option), **values.pop("data", {})},
        **values,
    )
