"""Options become what a single best answer holds; choices become answers; every submitted attempt gets its score.

The figures are written out here, so that this stays true when the code goes on: an item is worth 840 points.
"""

from collections import defaultdict

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WHOLE = 840
BATCH = 500


def carry_over(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _items(apps)
    _responses(apps)
    _attempts(apps)


def _items(apps: Apps) -> None:
    options = defaultdict(list)
    for option in apps.get_model("quizzes", "Option").objects.order_by("item_id", "position").iterator():
        options[option.item_id].append(
            {
                "html": option.html,
                "comment_html": option.comment_html,
                "correct": option.correct,
                "anchored": False,
            }
        )
    table = apps.get_model("quizzes", "Item").objects
    items = list(table.only("pk"))
    for item in items:
        item.content = {"options": options[item.pk]}
    table.bulk_update(items, ["content"], batch_size=BATCH)


def _responses(apps: Apps) -> None:
    responses = apps.get_model("quizzes", "Response").objects
    for option in range(8):
        responses.filter(option=option).update(answer=option, answered=True)
    responses.update(revision=1)


def _attempts(apps: Apps) -> None:
    table, score = apps.get_model("quizzes", "Attempt").objects, apps.get_model("quizzes", "Score")
    keys = defaultdict(dict)
    items = apps.get_model("quizzes", "Item").objects.filter(matches__isnull=True)
    for test, key, section, content in items.values_list("test_id", "key", "section", "content").iterator():
        right = next((place for place, option in enumerate(content["options"]) if option["correct"]), None)
        keys[test][key] = (section, right)
    scores = []
    submitted = table.filter(submitted_at__isnull=False).order_by("pk").prefetch_related("responses")
    for attempt in submitted.iterator(chunk_size=BATCH):
        chosen = {response.item_key: response.option for response in attempt.responses.all()}
        marks, sections = {}, {}
        for place in attempt.paper:
            section, right = keys[attempt.test_id][place["item"]]
            mark = WHOLE if chosen.get(place["item"]) is not None and chosen[place["item"]] == right else 0
            marks[place["item"]] = mark
            points, total = sections.get(section, (0, 0))
            sections[section] = (points + mark, total + 1)
        standing = {
            "correct": attempt.correct,
            "total": attempt.total,
            "points": attempt.correct * WHOLE,
            "passed": attempt.passed,
        }
        in_json = {"marks": marks, "sections": {section: list(part) for section, part in sections.items()}}
        scores.append(score(attempt=attempt, number=1, at=attempt.submitted_at, **standing, **in_json))
        table.filter(pk=attempt.pk).update(points=standing["points"])
    score.objects.bulk_create(scores, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0006_engine")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
