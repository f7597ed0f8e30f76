"""Documents are sealed from here on. Those made before stay as they are, without a seal."""

import django.db.models.deletion
from django.db import migrations, models

from elearning.audit.immutability import KeepRows


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_blanking")]
    operations = [
        migrations.CreateModel(
            name="SealingCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("pem", models.TextField(verbose_name="certificate")),
                ("first_used_at", models.DateTimeField(verbose_name="first used at")),
            ],
            options={
                "verbose_name": "sealing certificate",
                "verbose_name_plural": "sealing certificates",
                "ordering": ["-first_used_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("fingerprint",), name="sealing_certificate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("pem", ""), _negated=True), name="sealing_certificate_is_there"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="certificatefile",
            name="sealed_with",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="certificates.sealingcertificate",
                verbose_name="sealed with",
            ),
        ),
        migrations.AddIndex(
            model_name="certificatefile",
            index=models.Index(fields=["sha256"], name="certificate_file_by_hash"),
        ),
        KeepRows("certificates_sealingcertificate", ["fingerprint", "pem", "first_used_at"]),
        KeepRows(
            "certificates_certificatefile",
            ["certificate_id", "sha256", "made_at", "sealed_with_id"],
            blankable=["content"],
            again=True,
        ),
    ]
