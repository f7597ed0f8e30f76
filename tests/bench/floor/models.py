"""One row to read, one row to write."""

from django.conf import settings
from django.db import models


class Text(models.Model):
    key = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField()

    def __str__(self) -> str:
        return self.title


class Visit(models.Model):
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    text = models.ForeignKey(Text, on_delete=models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "text"], name="floor_visit_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.text_id}"
