"""A published edition and the source files of every edition stay as they are."""

from django.db import migrations

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]
    operations = [
        KeepRows(
            "courses_edition",
            ["module_id", "number", "content_hash", "title", "language", "loaded_at", "published_at"],
            when="OLD.published_at IS NOT NULL",
        ),
        KeepRows("courses_sourcefile", ["edition_id", "path", "blob_id"]),
        KeepRows("courses_blob", ["sha256", "content"]),
    ]
