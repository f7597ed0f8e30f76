"""Audit rows become a chain. One transaction, so that no row arrives between filling the columns and demanding them."""

from django.db import migrations, models
from django.db.migrations.state import StateApps

from elearning.audit.domain.chain import COLUMNS, GENESIS, link_hash
from elearning.audit.immutability import KeepRows

CHUNK = 2000


def chain_existing(apps: StateApps, schema_editor: object) -> None:
    """Give the rows that are there their numbers, in the order in which they were written, and make the head."""
    entries, heads = apps.get_model("audit", "Entry"), apps.get_model("audit", "Head")
    previous, links = GENESIS, []
    fill = f"UPDATE {entries._meta.db_table} SET number = %s, hash = %s WHERE id = %s"  # noqa: S608 no value is in it
    rows = entries.objects.order_by("pk").values_list("pk", *COLUMNS)
    for number, (identity, *columns) in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        previous = link_hash(number, previous, dict(zip(COLUMNS, columns, strict=True)))
        links.append((number, previous, identity))
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany(fill, links)
    heads.objects.create(pk=1, number=len(links), hash=previous)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_permanence")]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0, verbose_name="number")),
                ("hash", models.CharField(default=GENESIS, max_length=64, verbose_name="hash")),
            ],
            options={
                "verbose_name": "head of the audit",
                "verbose_name_plural": "head of the audit",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_has_one_head")],
            },
        ),
        migrations.AddField("entry", "number", models.BigIntegerField(null=True, verbose_name="number")),
        migrations.AddField("entry", "hash", models.CharField(max_length=64, null=True, verbose_name="hash")),
        migrations.RunPython(chain_existing, migrations.RunPython.noop),
        migrations.AlterField("entry", "number", models.BigIntegerField(verbose_name="number")),
        migrations.AlterField("entry", "hash", models.CharField(max_length=64, verbose_name="hash")),
        migrations.AddConstraint(
            "entry", models.UniqueConstraint(fields=("number",), name="audit_one_entry_at_a_place")
        ),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="audit_numbers_count_from_one"),
        ),
        KeepRows(
            "audit_entry",
            [
                "id",
                "at",
                "actor_id",
                "action",
                "subject_type",
                "subject_id",
                "before",
                "after",
                "reason",
                "number",
                "hash",
            ],
            again=True,
        ),
        KeepRows("audit_head", ["id"]),
    ]
